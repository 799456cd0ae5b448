using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>Whether the service is there, and over which transports it can be called.</summary>
internal sealed class ServiceCheck : ICheck
{
    // Of the time that a check has, so that silence over one transport is a finding, and not the end of the check.
    private const double Share = 0.8;

    public string Name => CheckNames.Service;

    public IReadOnlyList<string> RestsOn => [CheckNames.Http2];

    public async Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        var limit = context.Options.CheckTimeout * Share;
        var answers = await Task.WhenAll(
            new ServiceProbe(context, VoiceCallSessionTransport.Grpc).SendAsync(limit, cancellationToken),
            new ServiceProbe(context, VoiceCallSessionTransport.Rest).SendAsync(limit, cancellationToken)).ConfigureAwait(false);
        var (grpc, rest) = (answers[0], answers[1]);
        var transport = context.Calls.Options.Transport;
        var used = transport == VoiceCallSessionTransport.Rest
            || (transport == VoiceCallSessionTransport.Auto && grpc.ProtocolSupport == ProtocolSupport.Unsupported) ? rest : grpc;
        context.Service = used;
        var finding = Evaluate(context, used, used == grpc ? rest : grpc);
        finding.With("grpc", $"{grpc.ProtocolSupport}: {grpc.Text}");
        finding.With("rest", $"{rest.ProtocolSupport}: {rest.Text}");
        finding.With("transport", used.Transport.ToString());
        return finding;
    }

    private static Finding Evaluate(DiagnosisContext context, ServiceAnswer used, ServiceAnswer other)
    {
        var name = NameOf(used.Transport);
        switch (used.ProtocolSupport)
        {
            case ProtocolSupport.Supported when used.IsServerError:
                return Finding.Warning(
                    $"the service is reachable over {name}, but answers {used.Text}",
                        "Try again later; report it to Cresta if it persists.");
            case ProtocolSupport.Supported:
                var both = other.ProtocolSupport == ProtocolSupport.Supported
                    ? $"; {NameOf(other.Transport)} is supported too" : $"; {NameOf(other.Transport)} is not: {other.Text}";
                return Finding.Passed($"the service is reachable over {name}{both}");
            case ProtocolSupport.Unclear when used.IsRefusedCredential:
                return Finding.Warning($"over {name} an intermediary answers {used.Text}, so that the service itself was not reached",
                    "See the check of the authorization.");
            case ProtocolSupport.Unclear:
                return Finding.Failed(
                    $"over {name} the service does not answer: {used.Text}",
                        "Contact the operator of the gateway or the service at the endpoint.");
            default:
                return Absent(context, used, other);
        }
    }

    private static Finding Absent(DiagnosisContext context, ServiceAnswer used, ServiceAnswer other)
    {
        var text = $"the endpoint does not support {NameOf(used.Transport)}: {used.Text}";
        if (other.ProtocolSupport == ProtocolSupport.Supported)
        {
            return Finding.Failed($"{text}; it does support {NameOf(other.Transport)}",
                $"Set the option Transport to "
                + $"{other.Transport}{(other.Transport == VoiceCallSessionTransport.Rest ? ", or to Auto" : "")}.");
        }

        return used.Code is not null || (other.Transport == VoiceCallSessionTransport.Grpc && other.Code is not null)
            ? Finding.Failed($"{text}; nor {NameOf(other.Transport)}: {other.Text}",
                $"Check the option ServiceName ({context.Calls.Options.ServiceName}): the endpoint supports gRPC, but not this service.")
            : Finding.Failed($"{text}; nor {NameOf(other.Transport)}: {other.Text}",
                "Check that the endpoint is the service's own address, not that of a web site, a gateway or another service.");
    }

    private static string NameOf(VoiceCallSessionTransport transport) => transport == VoiceCallSessionTransport.Rest ? "REST" : "gRPC";
}
