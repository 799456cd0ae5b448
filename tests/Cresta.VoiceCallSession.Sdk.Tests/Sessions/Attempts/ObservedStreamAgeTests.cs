using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Attempts;

/// <summary>The age at which a server ends streams: when it is set, how it is tested, and when it is forgotten.</summary>
public sealed class ObservedStreamAgeTests
{
    private readonly ObservedStreamAge _observed = new();

    [Theory]
    [InlineData(StatusCode.OutOfRange)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public void A_status_about_time_sets_the_age_at_once(StatusCode code)
    {
        End(code, seconds: 300);
        Assert.Equal(TimeSpan.FromSeconds(300), _observed.Limit);
    }

    [Theory]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.OK)]
    public void A_status_of_many_reasons_sets_the_age_when_it_comes_twice_at_one_age(StatusCode code)
    {
        End(code, seconds: 300);
        Assert.Null(_observed.Limit);
        End(code, seconds: 290);
        Assert.Equal(TimeSpan.FromSeconds(290), _observed.Limit);
    }

    /// <summary>Else one abort after two seconds would have a call of two hours replace its streams 4,000 times.</summary>
    [Fact]
    public void Ends_at_different_ages_set_none()
    {
        foreach (var seconds in new[] { 2, 40, 7, 300, 90 })
        {
            End(StatusCode.Aborted, seconds);
        }

        Assert.Null(_observed.Limit);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.ResourceExhausted)]
    public void Other_statuses_are_not_about_age(StatusCode code)
    {
        End(code, seconds: 300);
        End(code, seconds: 300);
        Assert.Null(_observed.Limit);
    }

    [Theory]
    [InlineData(StatusCode.OutOfRange)]
    [InlineData(StatusCode.Aborted)]
    public void An_end_in_the_first_second_sets_none(StatusCode code)
    {
        End(code, seconds: 0.9);
        End(code, seconds: 0.9);
        Assert.Null(_observed.Limit);
    }

    [Fact]
    public void A_stream_that_outlives_the_age_shows_that_there_is_no_limit()
    {
        End(StatusCode.DeadlineExceeded, seconds: 1.4);
        _observed.OnReplaced();
        Assert.Null(_observed.Limit);
        _observed.OnSurvived(TimeSpan.FromSeconds(20));
        _observed.OnReplaced();
        Assert.Null(_observed.Limit);
    }

    [Fact]
    public void A_confirmed_age_is_tested_less_and_less_often()
    {
        End(StatusCode.OutOfRange, seconds: 300);
        foreach (var replaced in new[] { 1, 2, 4, 8, 16, 32, 64, 64 })
        {
            for (var i = 0; i < replaced; i++)
            {
                Assert.Equal(TimeSpan.FromSeconds(300), _observed.Limit);
                _observed.OnReplaced();
            }

            Assert.Null(_observed.Limit);
            End(StatusCode.OutOfRange, seconds: 301);
        }
    }

    [Fact]
    public void An_end_long_after_the_age_replaces_it_and_one_before_it_lowers_it()
    {
        End(StatusCode.OutOfRange, seconds: 100);
        End(StatusCode.OutOfRange, seconds: 300);
        Assert.Equal(TimeSpan.FromSeconds(300), _observed.Limit);
        End(StatusCode.OutOfRange, seconds: 200);
        Assert.Equal(TimeSpan.FromSeconds(200), _observed.Limit);
    }

    private void End(StatusCode code, double seconds) => _observed.OnEnded(code, TimeSpan.FromSeconds(seconds));
}
