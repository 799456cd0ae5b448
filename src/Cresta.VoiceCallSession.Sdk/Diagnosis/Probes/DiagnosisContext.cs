using Cresta.VoiceCallSession.Sdk.Client.Runtime;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>
/// What the checks of one diagnosis share: the way to the service, and what those before have found. One check at a time uses it.
/// </summary>
internal sealed class DiagnosisContext : IDisposable
{
    // Ends what a check has left under way.
    private readonly CancellationTokenSource _end = new();
    private Task<ProbeAnswer>? _firstAnswer;

    public DiagnosisContext(ClientRuntime runtime, DiagnosisOptions options)
    {
        Options = options;
        Calls = runtime.Context;
        var handlers = runtime.NewHandlers();
        Connection = handlers.Primary is { } primary
            ? new ObservedConnection(primary, Endpoint, Calls.Transport.ConnectsItself(primary)) : null;
        Http = new HttpMessageInvoker(handlers.Handler);
        Route = Route.Find(Connection?.Handler, Endpoint);
        if (Route.Proxy is { UserInfo: { Length: > 0 } userInfo })
        {
            Redaction.Add(userInfo);
        }
    }

    public DiagnosisOptions Options { get; }

    /// <summary>What the client's calls share.</summary>
    public ClientServices Calls { get; }

    public TimeProvider TimeProvider => Calls.TimeProvider;

    public Uri Endpoint => Calls.Options.Endpoint!;

    public string Address => Endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    public bool IsTls => string.Equals(Endpoint.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal);

    /// <summary>What the endpoint is asked through.</summary>
    public HttpMessageInvoker Http { get; }

    /// <summary>What is seen of the connection, or null where something of the application's own makes it.</summary>
    public ObservedConnection? Connection { get; }

    public Route Route { get; }

    public Redaction Redaction { get; } = new();

    /// <summary>The addresses of the first host on the way, where it could be told.</summary>
    public IReadOnlyList<System.Net.IPAddress> Addresses { get; set; } = [];

    /// <summary>The value of the <c>authorization</c> header, or null for none.</summary>
    public string? Authorization { get; set; }

    /// <summary>The transport that calls would use, and what the service answered over it; null as long as it is unknown.</summary>
    public ServiceAnswer? Service { get; set; }

    /// <summary>How far this machine's clock is ahead of the service's, to the second; null where no answer told.</summary>
    public TimeSpan? ClockSkew { get; private set; }

    /// <summary>The answer to the first request, which makes the connection. It is asked once, by the check that needs it first.</summary>
    public Task<ProbeAnswer> FirstAnswer => _firstAnswer ??= AskFirstAsync();

    public ProbeAnswer Note(ProbeAnswer answer)
    {
        ClockSkew ??= answer.ClockSkew;
        return answer;
    }

    public void Dispose()
    {
        _end.Cancel();

        // Whoever needed it has seen its failure.
        _ = _firstAnswer?.ContinueWith(
            static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        Http.Dispose();
        _end.Dispose();
    }

    private async Task<ProbeAnswer> AskFirstAsync() => Note(await HealthRequest.SendAsync(this, _end.Token).ConfigureAwait(false));
}
