using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>An endpoint without a socket.</summary>
internal sealed class UnconnectedEndPoint : EndPoint;
