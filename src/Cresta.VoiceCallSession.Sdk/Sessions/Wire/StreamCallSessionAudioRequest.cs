using Cresta.VoiceCallSession.Sdk.Sessions.Wire;

namespace Cresta.VoiceCallSession.V1;

/// <content>How the engine sees the message.</content>
public sealed partial class StreamCallSessionAudioRequest : ISequenced;
