using Cresta.VoiceCallSession.Sdk.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Resilience;

/// <summary>What all calls of a client pass before they try again.</summary>
public sealed class RetryGateTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly RetryGate _gate;

    public RetryGateTests() => _gate = new RetryGate(maxPerSecond: 3, TimeSpan.FromMinutes(1), _time);

    public void Dispose() => _gate.Dispose();

    [Theory]
    [InlineData(RetryLane.LiveCall)]
    [InlineData(RetryLane.Opening)]
    [InlineData(RetryLane.Request)]
    internal async Task A_limited_number_passes_in_a_second_and_the_next_when_it_is_over(RetryLane lane)
    {
        for (var second = 0; second < 3; second++)
        {
            for (var i = 0; i < 3; i++)
            {
                await _gate.EnterAsync(lane, CancellationToken.None);
            }

            await ExpectAfterAsync(lane, TimeSpan.FromSeconds(1));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_requested_wait_closes_the_lane_and_is_not_prolonged_by_further_ones()
    {
        _gate.CloseFor(RetryLane.Request, TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(10));
        _gate.CloseFor(RetryLane.Request, TimeSpan.FromSeconds(20));
        await ExpectAfterAsync(RetryLane.Request, TimeSpan.FromSeconds(10));
        _gate.CloseFor(RetryLane.Request, TimeSpan.FromSeconds(20));
        Assert.True(_gate.EnterAsync(RetryLane.Request, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_lane_can_be_closed_again_once_the_requests_to_wait_have_stopped()
    {
        _gate.CloseFor(RetryLane.Request, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromMinutes(2));
        _gate.CloseFor(RetryLane.Request, TimeSpan.FromSeconds(5));
        await ExpectAfterAsync(RetryLane.Request, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_closed_lane_does_not_hold_up_the_others()
    {
        _gate.CloseFor(RetryLane.Request, TimeSpan.FromSeconds(20));
        Assert.True(_gate.EnterAsync(RetryLane.LiveCall, CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(_gate.EnterAsync(RetryLane.Opening, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Live_calls_go_first_whatever_else_waits()
    {
        var requests = Enumerable.Range(0, 600).Select(_ => _gate.EnterAsync(RetryLane.Request, CancellationToken.None)).ToList();
        var call = _gate.EnterAsync(RetryLane.LiveCall, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        await call.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.InRange(requests.Count(request => request.IsCompleted), 3, 5);
    }

    [Fact]
    public async Task The_least_urgent_get_every_eighth_turn()
    {
        var calls = Enumerable.Range(0, 40).Select(_ => _gate.EnterAsync(RetryLane.LiveCall, CancellationToken.None)).ToList();
        var request = _gate.EnterAsync(RetryLane.Request, CancellationToken.None);
        for (var second = 0; second < 3; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await request.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(calls[^1].IsCompleted);
    }

    /// <summary>A mistaken hour in one answer would else have every call of the client fail that breaks within it.</summary>
    [Fact]
    public async Task A_lane_is_closed_for_a_limited_time()
    {
        _gate.CloseFor(RetryLane.LiveCall, TimeSpan.FromHours(1));
        await ExpectAfterAsync(RetryLane.LiveCall, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_cancelled_wait_is_not_counted_and_holds_nobody_up()
    {
        _gate.CloseFor(RetryLane.LiveCall, TimeSpan.FromSeconds(10));
        using var cancellation = new CancellationTokenSource();
        var first = _gate.EnterAsync(RetryLane.LiveCall, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        _time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_gate.EnterAsync(RetryLane.LiveCall, CancellationToken.None).IsCompletedSuccessfully);
        }
    }

    [Fact]
    public async Task Whoever_waits_goes_on_when_the_gate_is_disposed_of()
    {
        _gate.CloseFor(RetryLane.LiveCall, TimeSpan.FromSeconds(10));
        var entering = _gate.EnterAsync(RetryLane.LiveCall, CancellationToken.None);
        _gate.Dispose();
        await entering.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private async Task ExpectAfterAsync(RetryLane lane, TimeSpan wait)
    {
        var entering = _gate.EnterAsync(lane, CancellationToken.None);
        _time.Advance(wait - Tick);
        Assert.False(entering.IsCompleted);
        _time.Advance(Tick);
        await entering.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
