namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>What an answer settled: everything through a number, and one message beyond, which may be the last of these.</summary>
/// <param name="Through">All messages up to this number are settled; 0 for none.</param>
/// <param name="Number">The message that was answered; 0 where the answer settled nothing.</param>
/// <param name="AnswersAudio">Whether the server has ever answered audio itself.</param>
/// <param name="AnswersEvents">Whether the server has ever answered an event itself.</param>
/// <param name="RoundTrip">Time from the write of the message that was answered.</param>
internal readonly record struct Settlement(long Through, long Number, bool AnswersAudio, bool AnswersEvents, TimeSpan RoundTrip)
{
    public bool IsEmpty => Number == 0;

    public bool Covers(long number) => number <= Through || number == Number;
}
