using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Clocks that are set, and machines that sleep.</summary>
public sealed class ClockTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task N15_A_clock_that_is_set_back_or_forth_moves_no_deadline(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        var clock = new SettableClock(time);
        await using var rig = await NetworkRig.StartAsync(
            transport, o => (o.TimeProvider, o.Rotation.MaxStreamAge) = (clock, TimeSpan.FromHours(1)));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        var said = 1;
        foreach (var days in (int[])[1, -30, 400])
        {
            clock.Offset += TimeSpan.FromDays(days);
            await session.SendChunksAsync(said++, 1);
            time.Advance(TimeSpan.FromSeconds(1));
            await session.WaitUntilAcknowledgedAsync();
        }

        var report = await session.EndWholeAsync(rig.Server, said);
        Assert.Single(report.Attempts);
        Assert.InRange(report.RoundTripMs.Max, 0, 10_000);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N15_A_machine_that_wakes_from_sleep_with_its_connections_gone_goes_on_with_the_call(
        VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await NetworkRig.StartAsync(
            transport,
            o => (o.TimeProvider, o.Reconnect.MaxOutage, o.Reconnect.AcknowledgementTimeout) = (
                time, TimeSpan.FromDays(1), TimeSpan.FromDays(1)));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();

        // All timers are due at once; then the network says that the connection is none any more.
        time.Advance(TimeSpan.FromHours(8));
        rig.Proxy.CutAll();
        await session.SendChunksAsync(1, 10);
        var heard = session.WaitUntilAcknowledgedAsync();
        await time.AdvanceUntilAsync(heard);
        var report = await session.EndWholeAsync(rig.Server, 11);
        Assert.InRange(report.Attempts.Count, 2, 4);
        Assert.Equal(("UNAVAILABLE", "OK"), (report.Attempts[0].Status, report.Attempts[^1].Status));
    }

    /// <summary>The time of day can be set, as a machine's can; what measures durations goes on, as a machine's does.</summary>
    private sealed class SettableClock(TimeProvider time) : TimeProvider
    {
        private long _offset;

        public TimeSpan Offset
        {
            get => TimeSpan.FromTicks(Volatile.Read(ref _offset));
            set => Volatile.Write(ref _offset, value.Ticks);
        }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Offset;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);
    }
}
