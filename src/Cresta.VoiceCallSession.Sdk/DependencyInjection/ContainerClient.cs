using Cresta.VoiceCallSession.Sdk.Client.Runtime;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// A client that belongs to a container, which may be disposed of synchronously: that cuts the calls off, since there is nobody to wait for
/// them.
/// </summary>
internal sealed class ContainerClient(ClientRuntime first) : VoiceCallSessionClient(first), IDisposable
{
    public void Dispose() => CutOff();
}
