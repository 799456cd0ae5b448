using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>The age at which a server ended a stream, once, is not believed for ever.</summary>
public sealed class ObservedStreamAgeTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task One_early_end_for_age_causes_one_rotation_at_most(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await RawRig.StartAsync(transport, o =>
        {
            o.TimeProvider = time;
            o.Reconnect.BaseDelay = TimeSpan.FromTicks(1);
            o.OpenConfirmationTimeout = o.OpenTimeout = o.OpenAttemptTimeout = o.Rotation.HandoverTimeout = TimeSpan.FromHours(1);

            // Virtual time runs ahead of answers that are on their way.
            o.Reconnect.AcknowledgementTimeout = o.Reconnect.WriteTimeout = o.Reconnect.MaxOutage = TimeSpan.FromHours(1);
        });
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(5, Http2Action.Status(StatusCode.DeadlineExceeded, "too old")),
            Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        time.Advance(TimeSpan.FromSeconds(1.4));
        await session.SendChunksAsync(1, 1);
        await time.AdvanceUntilAsync(() => rig.Server.Streams.Count >= 2);

        // Half a minute of speech, in steps that are short against the age.
        var chunks = 2;
        for (; chunks < 602; chunks++)
        {
            await session.SendChunksAsync(chunks, 1);
            await session.WaitUntilAcknowledgedAsync();
            time.Advance(TimeSpan.FromMilliseconds(50));
        }

        var report = await rig.EndWholeAsync(session, chunks);
        Assert.True(report.Attempts[0].Status == "DEADLINE_EXCEEDED", report.ToJson());
        Assert.Equal([AttemptCause.Open, AttemptCause.Reconnect], report.Attempts.Take(2).Select(a => a.Cause));

        // If the second stream has passed that age before it could be replaced, there is no reason to replace it any more.
        Assert.All(report.Attempts.Skip(2), a => Assert.Equal(AttemptCause.StreamAge, a.Cause));
        Assert.InRange(report.Attempts.Count, 2, 3);
    }
}
