namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>What a message of a stream carries.</summary>
public enum ReceivedMessageKind
{
    /// <summary>Nothing is set. A violation of the protocol.</summary>
    Nothing = 0,

    /// <summary>The stream's configuration.</summary>
    Configuration = 1,

    /// <summary>Audio of one participant.</summary>
    Audio = 2,

    /// <summary>A call event. Only on <see cref="CallMethod.StreamCallSession"/>.</summary>
    SessionEvent = 3,

    /// <summary>A pause or a resume. Only on <see cref="CallMethod.StreamCallSessionAudio"/>.</summary>
    AudioEvent = 4,
}
