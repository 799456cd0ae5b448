using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>Streams that are replaced before their token expires, and tokens with an unusual expiry.</summary>
public sealed class TokenExpiryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<VoiceCallSessionTransport, DateTimeOffset> Expiries()
    {
        var data = new TheoryData<VoiceCallSessionTransport, DateTimeOffset>();
        foreach (var transport in Transports.Both)
        {
            foreach (var expiry in new[] { Now.AddDays(50), Now.AddDays(365), DateTimeOffset.MaxValue, Now.AddTicks(1), Now.AddYears(-1),
                DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddTicks(1) })
            {
                data.Add(transport, expiry);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Expiries))]
    public async Task A_call_goes_on_whenever_its_token_expires(VoiceCallSessionTransport transport, DateTimeOffset expiry)
    {
        await using var rig = await StartAsync(transport, new FakeTimeProvider(Now), () => expiry, TimeSpan.FromDays(1));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 5);
        Assert.False(session.Completion.IsCompleted);
        Assert.Single((await session.EndWholeAsync(rig.Server, 6)).Attempts);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_stream_is_replaced_before_a_token_that_lives_longer_than_a_timer_expires(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider(Now);
        await using var rig = await StartAsync(transport, time, () => time.GetUtcNow() < Now.AddDays(59) ? Now.AddDays(60)
            : DateTimeOffset.MaxValue, TimeSpan.FromHours(1));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        for (var hour = 0; hour < (60 * 24) - 2; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
        }

        await session.SendChunksAsync(1, 1);
        await session.WaitUntilAcknowledgedAsync();
        Assert.Single(rig.Server.Calls);
        for (var minute = 0; minute < 120 && rig.Server.Calls.Count < 2; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await session.WaitUntilAcknowledgedAsync();
        }

        await session.WaitUntilAcknowledgedAsync();
        await session.SendChunksAsync(2, 2);
        var report = await session.EndWholeAsync(rig.Server, 4);
        Assert.Equal([AttemptCause.Open, AttemptCause.TokenExpiry], report.Attempts.Select(a => a.Cause));
    }

    private static Task<CallRig> StartAsync(VoiceCallSessionTransport transport, TimeProvider time, Func<DateTimeOffset> expiry,
        TimeSpan margin) => CallRig.StartAsync(transport, o =>
    {
        o.TimeProvider = time;
        o.Rotation.BeforeTokenExpiry = margin;
        o.Reconnect.AcknowledgementTimeout = o.Reconnect.WriteTimeout = TimeSpan.FromDays(1);
        o.OpenTimeout = o.OpenAttemptTimeout = o.Rotation.HandoverTimeout = TimeSpan.FromDays(1);
        o.Credential = CrestaCredential.FromAccessToken(_ => ValueTask.FromResult(new CrestaAccessToken("token-of-the-test", expiry())));
    });
}
