using Cresta.VoiceCallSession.V1;
using Microsoft.AspNetCore.Http;

namespace Cresta.VoiceCallSession.Sdk.Testing.Hosting;

/// <summary>Serves the service under another full name, and no longer under its own.</summary>
internal sealed class ServiceNameOverride(string serviceName)
{
    private static readonly PathString OwnPath = new("/" + VoiceCallSessionService.Descriptor.FullName);

    private readonly PathString _path = new("/" + serviceName);

    public void Rewrite(HttpRequest request)
    {
        if (request.Path.StartsWithSegments(_path, StringComparison.Ordinal, out var method))
        {
            request.Path = OwnPath + method;
        }
        else if (request.Path.StartsWithSegments(OwnPath, StringComparison.Ordinal, out method))
        {
            request.Path = OwnPath.Value + ".renamed" + method;
        }
    }
}
