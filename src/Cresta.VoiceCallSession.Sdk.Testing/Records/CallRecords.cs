using Cresta.VoiceCallSession.Sdk.Testing.Primitives;

namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>The records of a server, which is their owner. Thread-safe.</summary>
internal sealed class CallRecords(Type owner)
{
    /// <summary>Every stream, as soon as it is open.</summary>
    public WaitList<RecordedCall> Opened { get; } = new(owner);

    /// <summary>Every stream whose configuration has come.</summary>
    public WaitList<RecordedCall> Configured { get; } = new(owner);

    /// <summary>Every stream that has ended.</summary>
    public WaitList<RecordedCall> Ended { get; } = new(owner);

    public WaitList<RecordedUnaryEvent> UnaryEvents { get; } = new(owner);

    public void Close()
    {
        Opened.Close();
        Configured.Close();
        Ended.Close();
        UnaryEvents.Close();
    }
}
