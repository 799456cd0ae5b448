using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>Whether the first host on the way takes connections, at each of its addresses.</summary>
internal sealed class TcpCheck : ICheck
{
    private const int MostAddresses = 8;

    public string Name => CheckNames.Tcp;

    public IReadOnlyList<string> RestsOn => [CheckNames.Dns];

    public async Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Connection is not { } connection)
        {
            return Finding.NotObserved();
        }

        if (!connection.ConnectsItself)
        {
            // What it throws comes out of the first answer.
            await (await Task.WhenAny(
                connection.Connected, context.FirstAnswer).WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            return Finding.Passed("the application's own ConnectCallback has connected");
        }

        var attempts = await Task.WhenAll(
            context.Addresses.Take(MostAddresses).Select(address => TryAsync(context, address, cancellationToken))).ConfigureAwait(false);
        var finding = Evaluate(context, attempts);
        foreach (var attempt in attempts)
        {
            finding.With(attempt.Address.ToString(), attempt.Text);
        }

        return finding;
    }

    private static Finding Evaluate(DiagnosisContext context, ConnectAttempt[] attempts)
    {
        var route = context.Route;
        var port = route.Proxy is null
            ? $"port {route.FirstPort}" : $"port {route.FirstPort} of the proxy {route.ProxyAddress}, from {route.Source},";
        var all = string.Join("; ", attempts.Select(static attempt => $"{attempt.Address}: {attempt.Text}"));
        var good = attempts.Where(static attempt => attempt.Error is null).ToList();
        if (good.Count == 0)
        {
            return Finding.Failed($"{port} accepts no connections ({all})", Advice(context, attempts));
        }

        // An address of a family that is not routed here is skipped in no time by whoever connects; others cost time, or calls.
        var bad = attempts.Where(attempt => attempt.Error == SocketError.TimedOut || (
            attempt.Error is not null && good.Exists(other => other.Address.AddressFamily == attempt.Address.AddressFamily))).ToList();
        return bad.Count == 0
            ? Finding.Passed($"{port} accepts connections ({all})")
            : Finding.Warning($"{port} accepts connections, but not at all addresses ({all})",
                $"Have {string.Join(", ", bad.Select(static attempt => attempt.Address))} fixed, or removed from the DNS.");
    }

    private static string Advice(DiagnosisContext context, ConnectAttempt[] attempts)
    {
        var subject = context.Route.Proxy is null ? "endpoint" : "proxy";
        return Array.TrueForAll(attempts, static attempt => attempt.Error == SocketError.ConnectionRefused)
            ? $"Check the {subject}'s port, and that the server there runs."
            : context.Route.Proxy is null
                ? $"Configure the firewall to allow connections to port {context.Route.FirstPort}; if a proxy is required, set it "
                    + $"(HTTPS_PROXY, or Http.ConfigureHandler)."
                : "Check the proxy's address, and the firewall on the way to it.";
    }

    private static async Task<ConnectAttempt> TryAsync(DiagnosisContext context, IPAddress address, CancellationToken cancellationToken)
    {
        var limit = context.Calls.Options.Http.ConnectTimeout < context.Options.CheckTimeout / 2
            ? context.Calls.Options.Http.ConnectTimeout : context.Options.CheckTimeout / 2;
        using var timeout = new CancellationTokenSource(limit, context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var started = context.TimeProvider.GetTimestamp();
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, context.Route.FirstPort), either.Token).ConfigureAwait(false);
            return new ConnectAttempt(address, Error: null, FormattableString.Invariant(
                $"connected in {context.TimeProvider.GetElapsedTime(started).TotalMilliseconds:0.#} ms"));
        }
        catch (SocketException e)
        {
            return new ConnectAttempt(address, e.SocketErrorCode, e.SocketErrorCode.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConnectAttempt(
                address, SocketError.TimedOut, FormattableString.Invariant($"no answer within {limit.TotalSeconds:0.###} s"));
        }
    }
}
