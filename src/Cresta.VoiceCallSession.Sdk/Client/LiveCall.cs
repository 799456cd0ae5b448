namespace Cresta.VoiceCallSession.Sdk.Client;

/// <summary>An open call as its client knows it, whichever kind of session is in front of it.</summary>
internal sealed record LiveCall(string PlatformCallId, Task<CallReport> Completion)
{
    /// <summary>Begins the graceful end without an event.</summary>
    public required Action Complete { get; init; }

    /// <summary>Begins the graceful end, with an end event where the stream carries events.</summary>
    public required Action End { get; init; }

    /// <summary>Cuts the call off.</summary>
    public required Action Abort { get; init; }
}
