using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>Row P7 as well: listeners of spans and measurements run the application's code in the middle of a call.</summary>
[Collection(Exclusive.Name)]
public sealed class ThrowingListenerTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task P7_A_listener_that_throws_at_every_span_and_measurement_harms_no_call(VoiceCallSessionTransport transport)
    {
        var thrown = 0;
        using var log = new ScopedLog();
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == VoiceCallSessionTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => Throw(activity.OperationName.StartsWith("call", StringComparison.Ordinal)),
            ActivityStopped = _ => Throw(true),
        };
        ActivitySource.AddActivityListener(spans);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == VoiceCallSessionTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, _, _) => Throw(true));
        meters.SetMeasurementEventCallback<double>((_, _, _, _) => Throw(true));
        meters.Start();

        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
            o.LoggerFactory = log.Factory;
        });
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 3));
        var current = Activity.Current;
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await TimeSteps.WaitUntilAsync(() => rig.Server.CallsOf("call-1").Count == 2);
        await session.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent);
        await rig.Client.ProcessSessionEventAsync(
            "profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(attempt => attempt.Status));
        Assert.Equal(CallRig.Ramp(1600), rig.Server.AudioOf("call-1", CallRig.Agent));
        Assert.Same(current, Activity.Current);
        Assert.Equal(
            ["MetricListener", "TraceListener"],
            log.Entries.Where(entry => entry.Event.Name == "CallbackFailed").Select(
                entry => $"{LogEntry.ValueOf(entry.State, "Callback")}").Order(StringComparer.Ordinal));
        Assert.True(thrown > 20, $"thrown {thrown} times");

        void Throw(bool so)
        {
            if (so)
            {
                Interlocked.Increment(ref thrown);
                throw new InvalidTimeZoneException("a bug");
            }
        }
    }
}
