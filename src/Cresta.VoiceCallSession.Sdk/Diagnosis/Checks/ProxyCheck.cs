using System.Net;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>Which proxy stands between, and whether it lets the connection through.</summary>
internal sealed class ProxyCheck : ICheck
{
    public string Name => CheckNames.Proxy;

    public IReadOnlyList<string> RestsOn => [CheckNames.Tcp];

    public async Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Connection is not { } connection)
        {
            return Finding.NotObserved();
        }

        var route = context.Route;
        if (route.Fault is { } fault)
        {
            return Finding.Warning(
                $"the proxy of {route.Source} could not be determined ({fault.GetType().Name}: {FailureText.OneLineOf(fault)}), so that "
                    + $"connections go directly to the endpoint",
                "Fix the proxy settings, or turn the proxy off (UseProxy = false in Http.ConfigureHandler).");
        }

        if (route.Proxy is null)
        {
            return Finding.Passed("none: connections go directly to the endpoint");
        }

        var finding = await ThroughAsync(context, connection, cancellationToken).ConfigureAwait(false);
        finding.With("proxy", route.ProxyAddress);
        finding.With("source", route.Source);
        return finding;
    }

    private static async Task<Finding> ThroughAsync(
        DiagnosisContext context, ObservedConnection connection, CancellationToken cancellationToken)
    {
        var (route, target) = (context.Route, $"{context.Endpoint.IdnHost}:{context.Endpoint.Port}");
        if (!context.IsTls && route.Proxy!.Scheme is "http" or "https")
        {
            return Finding.Failed(
                $"{route.ProxyAddress}, from {route.Source}: plain http goes through it as HTTP/1.1, and calls need HTTP/2",
                $"Use https, or except {context.Endpoint.IdnHost} from the proxy (NO_PROXY).");
        }

        if (await Task.WhenAny(
            connection.PastProxy, context.FirstAnswer).WaitAsync(cancellationToken).ConfigureAwait(false) == connection.PastProxy)
        {
            return Finding.Passed($"{route.ProxyAddress}, from {route.Source}, allows connections to {target}");
        }

        try
        {
            await context.FirstAnswer.ConfigureAwait(false);
            return Finding.Passed($"{route.ProxyAddress}, from {route.Source}, is not used for {target}");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            var refusal = $"{route.ProxyAddress}, from {route.Source}, rejects connections to {target}: "
                + $"{FailureText.OneLineOf(e)}";
            return StatusOf(e) == HttpStatusCode.ProxyAuthenticationRequired
                ? Finding.Failed(refusal,
                    "Give the proxy's credentials: Proxy.Credentials or DefaultProxyCredentials of the handler in "
                    + "Http.ConfigureHandler, or user and password in HTTPS_PROXY.")
                : Finding.Failed(refusal, $"Configure the proxy to allow CONNECT to {target}.");
        }
    }

    // Not every version of .NET has the status as such; all have it in their words.
    private static HttpStatusCode? StatusOf(HttpRequestException e) =>
        e.StatusCode ?? (e.Message.Contains("'407'", StringComparison.Ordinal) ? HttpStatusCode.ProxyAuthenticationRequired : null);
}
