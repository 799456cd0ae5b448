using Cresta.VoiceCallSession.Sdk;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WorkerService;
using WorkerService.Pbx;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Configuration.AddCommandLine(args, PbxOptions.Switches);
await using var offline = await OfflineService.StartUnlessConfiguredAsync(builder.Configuration);

// A simulated PBX. Services stop in reverse order, so it still sends media while the bridge waits for its calls.
builder.Services.AddOptions<PbxOptions>().BindConfiguration(PbxOptions.Section).Validate(PbxOptions.IsValid,
    PbxOptions.Wanted).ValidateOnStart();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<SimulatedPbx>();
builder.Services.AddHostedService(services => services.GetRequiredService<SimulatedPbx>());

// The client, configured by appsettings.json, and the service that uses it.
builder.Services.AddVoiceCallSessionClient();
builder.Services.AddHostedService<CallBridge>();
builder.Services.AddSingleton<CallTally>();

// Health and telemetry. The console is used instead of an exporter and a health endpoint.
builder.Services.AddHealthChecks().AddVoiceCallSessionClientCheck();
builder.Services.Configure<HealthCheckPublisherOptions>(options => options.Delay = TimeSpan.FromSeconds(1));
builder.Services.AddSingleton<IHealthCheckPublisher, HealthLog>();
builder.Services.AddOpenTelemetry()
    .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName))
    .WithTracing(tracing => tracing.AddSource(VoiceCallSessionTelemetry.ActivitySourceName).AddConsoleExporter())
    .WithMetrics(metrics => metrics.AddMeter(VoiceCallSessionTelemetry.MeterName).AddConsoleExporter());

using var host = builder.Build();
var tally = host.Services.GetRequiredService<CallTally>();
try
{
    await host.RunAsync();
}
catch (OptionsValidationException e)
{
    await Console.Error.WriteLineAsync(UserMessage.OnOneLine(e.Message));
    return ExitCodes.BadUsage;
}

Console.WriteLine(tally);
if (offline is null)
{
    return tally.NothingLost ? ExitCodes.Success : ExitCodes.Failure;
}

Console.WriteLine(offline);
return tally.NothingLost && offline.Confirms(tally) ? ExitCodes.Success : ExitCodes.Failure;
