using Cresta.VoiceCallSession.Sdk;

namespace StreamWavFile;

/// <summary>Reads the server's answers while the call runs.</summary>
internal static class AnswerReader
{
    public static async Task ReadAsync(CallSession session, CallProgress progress)
    {
        try
        {
            await foreach (var answer in session.ReadAllAsync())
            {
                progress.Acknowledge(answer.SequenceId);
            }
        }
        catch (VoiceCallSessionException)
        {
            // The call failed, so there are no more answers. The sender meets the same failure, and the report tells it.
        }
    }
}
