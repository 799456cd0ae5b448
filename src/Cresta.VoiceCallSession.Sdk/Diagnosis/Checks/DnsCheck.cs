using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>Whether the name of the first host on the way, the endpoint or a proxy, leads to addresses.</summary>
internal sealed class DnsCheck : ICheck
{
    public string Name => CheckNames.Dns;

    public IReadOnlyList<string> RestsOn => [];

    public async Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Connection is not { } connection)
        {
            return Finding.NotObserved();
        }

        if (!connection.ConnectsItself)
        {
            return Finding.NotApplicable("the application's ConnectCallback makes the connections");
        }

        var host = context.Route.FirstHost;
        var subject = context.Route.Proxy is null ? host : $"the proxy {host}";
        if (IPAddress.TryParse(host, out var address))
        {
            context.Addresses = [address];
            return Finding.NotApplicable($"{subject} is an address already");
        }

        try
        {
            context.Addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            return Finding.Failed(
                $"{subject} has no address ({e.SocketErrorCode}: {e.Message})",
                e.SocketErrorCode == SocketError.TryAgain
                    ? "Check that this machine reaches its DNS server."
                    : $"Check the spelling of {host}, and whether this machine's DNS resolves it; if only a proxy resolves it, set the "
                        + $"proxy "
                        + $"(HTTPS_PROXY, or Http.ConfigureHandler).");
        }

        var addresses = string.Join(", ", context.Addresses);
        return context.Addresses.Count > 0
            ? Finding.Passed($"{subject} is {addresses}").With("host", host).With("addresses", addresses)
            : Finding.Failed($"{subject} has no address", $"Check the spelling of {host}, and its entry in the DNS.");
    }
}
