using Cresta.VoiceCallSession.Sdk.Messages;

namespace Cresta.VoiceCallSession.V1;

/// <content>How the engine sees the message.</content>
public sealed partial class StreamCallSessionAudioResponse : ISessionResponse;
