using Cresta.VoiceCallSession.Sdk.Sessions.Engine;

namespace Cresta.VoiceCallSession.V1;

/// <content>How the engine sees the message.</content>
public sealed partial class StreamCallSessionAudioResponse : ISessionResponse;
