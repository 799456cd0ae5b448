using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Attempts;

/// <summary>What a call concludes from the ends of its streams about how old they may get.</summary>
public sealed class LearntAgeTests
{
    private readonly LearntAge _learnt = new();

    [Theory]
    [InlineData(StatusCode.OutOfRange)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public void A_status_about_time_teaches_at_once(StatusCode code)
    {
        Assert.True(End(code, seconds: 300));
        Assert.Equal(TimeSpan.FromSeconds(300), _learnt.Limit);
    }

    [Theory]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.OK)]
    public void A_status_of_many_reasons_teaches_when_it_comes_twice_at_one_age(StatusCode code)
    {
        Assert.True(End(code, seconds: 300));
        Assert.Null(_learnt.Limit);
        Assert.True(End(code, seconds: 290));
        Assert.Equal(TimeSpan.FromSeconds(290), _learnt.Limit);
    }

    /// <summary>Else one chance abort after two seconds would have a call of two hours replace its streams 4,000 times.</summary>
    [Fact]
    public void Ends_at_any_age_teach_nothing()
    {
        foreach (var seconds in new[] { 2, 40, 7, 300, 90 })
        {
            Assert.True(End(StatusCode.Aborted, seconds));
        }

        Assert.Null(_learnt.Limit);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.ResourceExhausted)]
    public void Other_statuses_are_not_about_age(StatusCode code)
    {
        Assert.False(End(code, seconds: 300));
        Assert.False(End(code, seconds: 300));
        Assert.Null(_learnt.Limit);
    }

    [Theory]
    [InlineData(StatusCode.OutOfRange)]
    [InlineData(StatusCode.Aborted)]
    public void The_first_second_teaches_nothing(StatusCode code)
    {
        Assert.False(End(code, seconds: 0.9));
        Assert.False(End(code, seconds: 0.9));
        Assert.Null(_learnt.Limit);
    }

    [Fact]
    public void The_shortest_age_counts()
    {
        End(StatusCode.OutOfRange, seconds: 200);
        End(StatusCode.OutOfRange, seconds: 100);
        End(StatusCode.OutOfRange, seconds: 300);
        Assert.Equal(TimeSpan.FromSeconds(100), _learnt.Limit);
    }

    private bool End(StatusCode code, double seconds) => _learnt.OnEnded(code, TimeSpan.FromSeconds(seconds));
}
