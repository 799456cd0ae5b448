namespace Cresta.VoiceCallSession.Sdk.Transport.Connections;

/// <summary>Puts what an application wants on the way in front of a handler of ours, or in its place. Thread-safe.</summary>
internal interface IHandlerPipeline
{
    /// <summary>The handlers that end in this one, which they own from here on. Each time new ones.</summary>
    HandlerChain Over(SocketsHttpHandler primary);
}
