namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>What the calls of one client have learnt about their server, so that a call which breaks early need not start from nothing. Thread-safe.</summary>
internal sealed class ServerHabits
{
    private volatile bool _answersAudio;

    /// <summary>Whether the server has acknowledged audio, in whichever call.</summary>
    public bool AnswersAudio => _answersAudio;

    public void OnAudioAnswered() => _answersAudio = true;
}
