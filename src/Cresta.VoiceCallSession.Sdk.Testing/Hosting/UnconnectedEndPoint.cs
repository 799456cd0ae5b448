using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Testing.Hosting;

/// <summary>An endpoint without a socket.</summary>
internal sealed class UnconnectedEndPoint : EndPoint;
