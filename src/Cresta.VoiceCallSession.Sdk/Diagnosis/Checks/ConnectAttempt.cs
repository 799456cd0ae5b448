using System.Net;
using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>What came of connecting to one address; no error where it was reached.</summary>
internal sealed record ConnectAttempt(IPAddress Address, SocketError? Error, string Text);
