using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Client.Runtime;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cresta.VoiceCallSession.Sdk.Health;

/// <summary>Judges a client: whether calls could be opened now, and how those before went.</summary>
internal sealed class ClientHealth(VoiceCallSessionClient client, VoiceCallSessionHealthCheckOptions options)
{
    private readonly Dictionary<string, object> _facts = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];
    private readonly List<string> _impairments = [];
    private Exception? _cause;

    public async Task<HealthCheckResult> EvaluateAsync(ClientRuntime runtime, CancellationToken cancellationToken)
    {
        var context = runtime.Context;
        Fact("endpoint", runtime.Options.Endpoint!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        Fact("liveCalls", client.LiveCallCount);
        if (client.IsDraining)
        {
            Note(_failures, "the client is draining and opens no new calls");
        }

        using var timeout = new CancellationTokenSource(options.Timeout, context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await Task.WhenAll(
                CheckTokenAsync(runtime, either.Token), CheckEndpointAsync(runtime, either.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Note(_failures, string.Create(CultureInfo.InvariantCulture, $"the endpoint or the token endpoint did not answer within "
                + $"{options.Timeout.TotalSeconds:0.###} s"));
        }

        Fact("transport", context.Transport.Name);
        if (context.Server.LeavesStreamsUnanswered)
        {
            Note(_impairments,
                $"no response was received on the last stream over REST while it was written: the server sends none, or an intermediary "
                    + $"buffers. {BufferingAdvice.Text}");
        }

        EvaluateBeyond(context.TimeProvider);
        return Result();
    }

    private async Task CheckTokenAsync(ClientRuntime runtime, CancellationToken cancellationToken)
    {
        var credential = runtime.Options.Credential;
        try
        {
            await credential.GetAuthorizationAsync(cancellationToken).ConfigureAwait(false);
            var failure = credential.LastFailure;
            Fact("credential", failure is null ? $"{credential}: usable" : $"{credential}: usable, not renewed");
            if (failure is not null)
            {
                Note(_impairments, $"the token could not be renewed: {failure.Message}", failure);
            }
        }
        catch (VoiceCallSessionException e)
        {
            Fact("credential", $"{credential}: not usable");
            Note(_failures, $"no token: {e.Message}", e);
        }
    }

    private async Task CheckEndpointAsync(ClientRuntime runtime, CancellationToken cancellationToken)
    {
        var finding = await EndpointProbe.RunAsync(runtime.Context, cancellationToken).ConfigureAwait(false);
        Fact("reachable", finding.State != EndpointState.Unreachable);
        switch (finding.State)
        {
            case EndpointState.Impaired:
                Note(_impairments, finding.Text, finding.Failure);
                break;
            case EndpointState.Unreachable:
                Note(_failures, finding.Text, finding.Failure);
                break;
            default:
                break;
        }
    }

    private void EvaluateBeyond(TimeProvider timeProvider)
    {
        if (client.Activity.LastFailure is not { } last)
        {
            return;
        }

        Fact("lastFailure", last.Exception.Message);
        Fact("lastFailureAt", last.At);
        if (client.Activity.IsFailing && timeProvider.GetUtcNow() - last.At < options.FailureWindow)
        {
            Note(_impairments, $"the last call or event failed: {last.Exception.Message}", last.Exception);
        }
    }

    private void Note(List<string> where, string what, Exception? cause = null)
    {
        lock (_facts)
        {
            where.Add(what);
            _cause ??= cause;
        }
    }

    private void Fact(string name, object value)
    {
        lock (_facts)
        {
            _facts[name] = value;
        }
    }

    private HealthCheckResult Result()
    {
        var status = _failures.Count > 0 ? options.FailureStatus : _impairments.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
        var text = status == HealthStatus.Healthy ? "calls can be opened" : string.Join("; ", _failures.Concat(_impairments));
        return new HealthCheckResult(status, text, _cause, _facts);
    }
}
