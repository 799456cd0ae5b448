using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials;

public sealed class ClockSkewTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(0, "")]
    [InlineData(30, "")]
    [InlineData(-30, "")]
    [InlineData(31, "; this machine's clock is 31 s ahead of the token server's")]
    [InlineData(-86_400, "; this machine's clock is 86400 s behind the token server's")]
    public void A4_a_clock_is_blamed_only_where_it_is_wrong_by_much(int? seconds, string text) =>
        Assert.Equal(text, ClockSkewText.Suffix(seconds is { } ahead ? TimeSpan.FromSeconds(ahead) : null));
}
