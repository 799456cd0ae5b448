namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>Puts what an application wants on the way in front of a handler of ours, or in its place. Disposed of after the handlers.</summary>
internal interface IHandlerPipeline : IDisposable
{
    /// <summary>The handlers that end in this one, which they own from here on.</summary>
    HttpMessageHandler Over(SocketsHttpHandler primary);
}
