using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials.Tokens;

public sealed class TokenGrantTests
{
    private static readonly DateTimeOffset Asked = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3600.0, 3300, 2640)]
    [InlineData(600.0, 300, 240)]
    [InlineData(590.0, 295, 236)]
    [InlineData(1.0, 0.5, 0.4)]
    [InlineData(0.5, 0.25, 0.2)]
    public void A6_a_token_serves_until_five_minutes_before_its_end_or_half_its_life(double life, double usable, double refresh)
    {
        var grant = new TokenGrant("t", Asked, life);

        Assert.True(grant.IsCacheable);
        Assert.Equal(Asked.AddSeconds(usable), grant.UsableUntil);
        Assert.Equal(Asked.AddSeconds(refresh), grant.RefreshFrom);
        Assert.Equal(Asked.AddSeconds(life), grant.ExpiresAt);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(-1e300)]
    public void A6_a_token_without_a_life_serves_only_those_who_asked(double life)
    {
        var grant = new TokenGrant("t", Asked, life);
        Assert.False(grant.IsCacheable);
        Assert.Null(grant.ExpiresAt);
    }

    [Fact]
    public void A6_a_token_that_does_not_say_how_long_it_lives_serves_five_minutes_and_claims_no_expiry()
    {
        var grant = new TokenGrant("t", Asked, lifeSeconds: null);
        Assert.True(grant.IsCacheable);
        Assert.Equal(Asked.AddMinutes(5), grant.UsableUntil);
        Assert.Null(grant.ExpiresAt);
    }

    [Fact]
    public void A6_an_endless_life_is_cut_to_a_year() => Assert.Equal(Asked.AddDays(365), new TokenGrant("t", Asked, 1e300).ExpiresAt);

    [Fact]
    public void No_view_of_a_grant_shows_the_token() =>
        Assert.DoesNotContain("hunter2", new TokenGrant("hunter2", Asked, 1).ToString(), StringComparison.Ordinal);
}
