namespace Cresta.VoiceCallSession.Sdk;

/// <summary>How a call ended. Each call has exactly one outcome.</summary>
public enum CallOutcome
{
    /// <summary>Everything queued was written, and the server ended the stream well, or had acknowledged everything.</summary>
    Completed = 0,

    /// <summary>The call failed; <see cref="CallReport.Failure"/> says how.</summary>
    Failed = 1,

    /// <summary>The session was disposed before the call had ended.</summary>
    Aborted = 2,
}
