namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What a client does when a call is opened under the platform call id of one that is still live in it.</summary>
public enum DuplicateCallIdPolicy
{
    /// <summary>Opens it, and logs a warning (id 2001, <c>DuplicateCallId</c>).</summary>
    Warn = 0,

    /// <summary>Refuses it with an <see cref="InvalidOperationException"/>.</summary>
    Refuse = 1,

    /// <summary>Opens it without a word.</summary>
    Allow = 2,
}
