using Cresta.VoiceCallSession.Sdk;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WorkerService;
using WorkerService.Pbx;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Configuration.AddCommandLine(args, PbxOptions.Switches);
await using var offline = await OfflineService.StartUnlessConfiguredAsync(builder.Configuration);

// What this sample has in place of telephones. Services stop in reverse order, so the media go on while the bridge waits for its calls.
builder.Services.AddOptions<PbxOptions>().BindConfiguration(PbxOptions.Section).Validate(PbxOptions.IsValid,
    PbxOptions.Wanted).ValidateOnStart();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<SimulatedPbx>();
builder.Services.AddHostedService(services => services.GetRequiredService<SimulatedPbx>());

// The client, all of it from the configuration, and what uses it.
builder.Services.AddVoiceCallSessionClient();
builder.Services.AddHostedService<CallBridge>();
builder.Services.AddSingleton<CallTally>();

// How it is watched. The console stands for the exporter and the health endpoint that you have.
builder.Services.AddHealthChecks().AddVoiceCallSessionClientCheck();
builder.Services.Configure<HealthCheckPublisherOptions>(options => options.Delay = TimeSpan.FromSeconds(1));
builder.Services.AddSingleton<IHealthCheckPublisher, HealthLog>();
builder.Services.AddOpenTelemetry()
    .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName))
    .WithTracing(tracing => tracing.AddSource(VoiceCallSessionTelemetry.ActivitySourceName).AddConsoleExporter())
    .WithMetrics(metrics => metrics.AddMeter(VoiceCallSessionTelemetry.MeterName).AddConsoleExporter());

using var host = builder.Build();
var tally = host.Services.GetRequiredService<CallTally>();
await host.RunAsync();

Console.WriteLine(tally);
if (offline is null)
{
    return tally.NothingLost ? 0 : 1;
}

Console.WriteLine(offline);
return tally.NothingLost && offline.Confirms(tally) ? 0 : 1;
