using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

public class AudioPacerTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0.5)]
    public async Task Late_wake_ups_do_not_add_up(double speed)
    {
        const int Frames = 10_000;
        var start = _time.GetTimestamp();
        var pacer = new AudioPacer(_time, speed);
        pacer.Start();
        var random = new Random(20);

        for (var i = 1; i <= Frames; i++)
        {
            var position = Frame * i;
            var due = position / speed;
            var wait = pacer.WaitUntilAsync(position).AsTask();
            Assert.Equal(_time.GetElapsedTime(start) >= due, wait.IsCompleted);
            // Wakes up to 7 ms late: less than a frame at any of the speeds.
            var left = due - _time.GetElapsedTime(start);
            _time.Advance((left > TimeSpan.Zero ? left : TimeSpan.Zero) + TimeSpan.FromMilliseconds(random.Next(8)));
            await wait.WaitAsync(Watchdog);
            Assert.InRange(_time.GetElapsedTime(start) - due, TimeSpan.Zero, TimeSpan.FromMilliseconds(7));
        }
    }

    [Fact]
    public async Task A_stall_is_caught_up_with_at_once()
    {
        var pacer = new AudioPacer(_time, speed: 1);
        pacer.Start();
        _time.Advance(Frame * 50.5);

        for (var i = 1; i <= 50; i++)
        {
            Assert.True(pacer.WaitUntilAsync(Frame * i).AsTask().IsCompletedSuccessfully);
        }

        var next = pacer.WaitUntilAsync(Frame * 51).AsTask();
        Assert.False(next.IsCompleted);
        _time.Advance(Frame / 2);
        await next.WaitAsync(Watchdog);
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(10, 100)]
    [InlineData(0.5, 2000)]
    [InlineData(3, 334)]
    public async Task Speed_divides_the_position_and_a_wait_never_ends_early(double speed, int expectedMilliseconds)
    {
        var pacer = new AudioPacer(_time, speed);
        var wait = pacer.WaitUntilAsync(TimeSpan.FromSeconds(1)).AsTask();

        _time.Advance(TimeSpan.FromMilliseconds(expectedMilliseconds - 1));
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await wait.WaitAsync(Watchdog);
    }

    [Fact]
    public async Task A_due_time_between_milliseconds_takes_one_timer_that_rounds_up()
    {
        var time = new TimerRecorder();
        var wait = new AudioPacer(time, speed: 3).WaitUntilAsync(TimeSpan.FromSeconds(1)).AsTask();

        time.Advance(TimeSpan.FromMilliseconds(334));

        await wait.WaitAsync(Watchdog);
        Assert.Equal([TimeSpan.FromMilliseconds(334)], time.DueTimes);
    }

    [Fact]
    public void Speed_0_never_waits()
    {
        var pacer = new AudioPacer(_time, speed: 0);

        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(pacer.WaitUntilAsync(Frame * i).AsTask().IsCompletedSuccessfully);
        }

        Assert.True(pacer.WaitUntilAsync(TimeSpan.MaxValue).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_first_wait_starts_the_clock_and_a_later_start_changes_nothing()
    {
        var pacer = new AudioPacer(_time, speed: 1);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(pacer.WaitUntilAsync(TimeSpan.Zero).AsTask().IsCompletedSuccessfully);

        _time.Advance(Frame / 2);
        pacer.Start();

        var wait = pacer.WaitUntilAsync(Frame).AsTask();
        Assert.False(wait.IsCompleted);
        _time.Advance(Frame / 2);
        await wait.WaitAsync(Watchdog);
    }

    [Fact]
    public void An_explicit_start_counts_from_there()
    {
        var pacer = new AudioPacer(_time, speed: 1);
        pacer.Start();

        _time.Advance(Frame);

        Assert.True(pacer.WaitUntilAsync(Frame).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_wait_of_months_is_not_cut_short()
    {
        var pacer = new AudioPacer(_time, speed: 1);
        var wait = pacer.WaitUntilAsync(TimeSpan.FromDays(100)).AsTask();

        // On a pool thread, where the pacer sets its next timer before Advance returns.
        await Task.Run(() =>
        {
            for (var day = 0; day < 99; day++)
            {
                _time.Advance(TimeSpan.FromDays(1));
            }
        });

        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromDays(1));
        await wait.WaitAsync(Watchdog);
    }

    [Fact]
    public void A_due_time_beyond_all_time_is_waited_for() =>
        Assert.False(new AudioPacer(_time, double.Epsilon).WaitUntilAsync(Frame).AsTask().IsCompleted);

    [Fact]
    public async Task Cancelling_a_wait_leaves_the_schedule_as_it_was()
    {
        var pacer = new AudioPacer(_time, speed: 1);
        using var source = new CancellationTokenSource();
        var cancelled = pacer.WaitUntilAsync(Frame, source.Token).AsTask();

        await source.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Watchdog));
        Assert.Equal(source.Token, exception.CancellationToken);
        var wait = pacer.WaitUntilAsync(Frame).AsTask();
        Assert.False(wait.IsCompleted);
        _time.Advance(Frame);
        await wait.WaitAsync(Watchdog);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_cancelled_token_is_seen_even_when_there_is_nothing_to_wait_for(double speed)
    {
        var pacer = new AudioPacer(_time, speed);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await pacer.WaitUntilAsync(TimeSpan.Zero, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    public void A_speed_that_is_none_is_refused(double speed)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(nameof(speed), () => new AudioPacer(_time, speed));
        Assert.Equal(speed, exception.ActualValue);
    }

    [Fact]
    public async Task A_negative_position_and_no_clock_are_refused()
    {
        Assert.Throws<ArgumentNullException>("timeProvider", () => new AudioPacer(null!, speed: 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            "position", async () => await new AudioPacer(_time, speed: 1).WaitUntilAsync(-Frame));
    }

    private sealed class TimerRecorder : FakeTimeProvider
    {
        public List<TimeSpan> DueTimes { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            DueTimes.Add(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
