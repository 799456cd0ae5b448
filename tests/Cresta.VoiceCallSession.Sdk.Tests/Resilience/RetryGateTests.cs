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

    [Fact]
    public async Task So_many_pass_in_a_second_and_the_next_when_it_is_over()
    {
        for (var second = 0; second < 3; second++)
        {
            for (var i = 0; i < 3; i++)
            {
                await _gate.EnterAsync(CancellationToken.None);
            }

            await ExpectAfterAsync(TimeSpan.FromSeconds(1));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_has_it_from_all()
    {
        _gate.CloseFor(TimeSpan.FromSeconds(20));
        _gate.CloseFor(TimeSpan.FromSeconds(5));
        await ExpectAfterAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>A mistaken hour in one answer would else have every call of the client fail that breaks within it.</summary>
    [Fact]
    public async Task Patience_with_the_others_has_an_end()
    {
        _gate.CloseFor(TimeSpan.FromHours(1));
        await ExpectAfterAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_not_counted_and_holds_nobody_up()
    {
        _gate.CloseFor(TimeSpan.FromSeconds(10));
        using var cancellation = new CancellationTokenSource();
        var first = _gate.EnterAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        _time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_gate.EnterAsync(CancellationToken.None).IsCompletedSuccessfully);
        }
    }

    private async Task ExpectAfterAsync(TimeSpan wait)
    {
        var entering = _gate.EnterAsync(CancellationToken.None);
        _time.Advance(wait - Tick);
        Assert.False(entering.IsCompleted);
        _time.Advance(Tick);
        await entering.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
