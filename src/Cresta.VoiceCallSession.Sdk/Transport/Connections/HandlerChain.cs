namespace Cresta.VoiceCallSession.Sdk.Transport.Connections;

/// <summary>A chain of handlers.</summary>
/// <param name="Handler">The first, which owns the others.</param>
/// <param name="Primary">
/// The client's own handler at its end, or null if the application has put one in its place, which is the application's to change and to
/// dispose of.
/// </param>
internal sealed record HandlerChain(HttpMessageHandler Handler, SocketsHttpHandler? Primary);
