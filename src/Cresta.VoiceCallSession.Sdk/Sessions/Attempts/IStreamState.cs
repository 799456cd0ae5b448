namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>What the send loop of a stream has to know of it.</summary>
internal interface IStreamState
{
    /// <summary>Whether the server has ended the stream, or it broke.</summary>
    bool HasEnded { get; }

    /// <summary>Why the stream is to be half-closed after the message that is being written, if it is.</summary>
    HalfClose Leaving { get; }

    /// <summary>Completes when the stream is to be half-closed.</summary>
    Task Left { get; }

    /// <summary>Completes when the last response has been received. Never faults.</summary>
    Task Received { get; }

    /// <summary>Cancelled when this side gives the stream up.</summary>
    CancellationToken Aborted { get; }

    /// <summary>Gives the stream up for a reason of our own.</summary>
    void CutOff(Exception reason);
}
