using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OtelSdk = OpenTelemetry.Sdk;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry.Operations;

/// <summary>
/// What Prometheus gets of an application that uses the SDK: scraped over HTTP from OpenTelemetry's own exporter, after a call to which
/// everything happened.
/// </summary>
public sealed partial class ScrapedMetrics : IAsyncLifetime
{
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);
    private readonly List<Instrument> _instruments = [];

    /// <summary>The instruments of the SDK's meter.</summary>
    public IReadOnlyList<Instrument> Instruments => _instruments;

    /// <summary>Names of metrics, with the labels of each.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Labels => _labels;

    public async Task InitializeAsync()
    {
        using var metrics = OtelSdk.CreateMeterProviderBuilder().AddMeter(VoiceCallSessionTelemetry.MeterName).AddPrometheusExporter()
            .Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var application = builder.Build();
        application.UseOpenTelemetryPrometheusScrapingEndpoint(
            metrics, predicate: null, "/metrics", configureBranchedPipeline: null, optionsName: null);
        await application.StartAsync().WaitAsync(CallRig.Watchdog);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == VoiceCallSessionTelemetry.MeterName)
            {
                _instruments.Add(instrument);
            }
        };
        await using (var call = await MeasuredCall.StartAsync(VoiceCallSessionTransport.Grpc, "call-1", listens: false))
        {
            await call.SendChunksAsync();
        }

        // Faults that such a call does not have.
        var server = new ServerTags(new Uri("http://127.0.0.1:1"), new CallbackErrors(loggers: null, endpoint: null));
        Sdk.Telemetry.Instruments.CallbackErrors.TryRecord(1, server, new("callback", nameof(CallbackKind.Logger)));
        Sdk.Telemetry.Instruments.UnansweredStreams.Record(1, server);
        listener.Start();
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(new Uri(application.Urls.Single()), "/metrics")).WaitAsync(CallRig.Watchdog);
        foreach (Match sample in Sample().Matches(text))
        {
            var name = sample.Groups["name"].Value;
            _labels.TryAdd(name, new HashSet<string>(StringComparer.Ordinal));
            _labels[name].UnionWith(sample.Groups["label"].Captures.Select(label => label.Value));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][\w:]*)\{((?<label>\w+)="([^"\\]|\\.)*",?)*\} """, RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sample();
}
