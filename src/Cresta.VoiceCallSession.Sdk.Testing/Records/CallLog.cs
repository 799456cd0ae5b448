namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>All that the server recorded. Thread-safe.</summary>
internal sealed class CallLog
{
    /// <summary>Every stream, as soon as it is open.</summary>
    public WaitList<RecordedCall> Opened { get; } = new();

    /// <summary>Every stream whose configuration has come.</summary>
    public WaitList<RecordedCall> Configured { get; } = new();

    /// <summary>Every stream that has ended.</summary>
    public WaitList<RecordedCall> Ended { get; } = new();

    public WaitList<RecordedUnaryEvent> UnaryEvents { get; } = new();

    public void Close()
    {
        Opened.Close();
        Configured.Close();
        Ended.Close();
        UnaryEvents.Close();
    }
}
