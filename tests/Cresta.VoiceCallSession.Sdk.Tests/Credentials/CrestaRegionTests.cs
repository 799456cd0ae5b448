namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials;

public sealed class CrestaRegionTests
{
    [Theory]
    [InlineData("us-west-2-prod", "https://api.us-west-2-prod.cresta.com/", "https://auth.us-west-2-prod.cresta.ai/")]
    [InlineData("us-east-1-prod", "https://api.us-east-1-prod.cresta.com/", "https://auth.us-east-1-prod.cresta.ai/")]
    [InlineData("chat-prod", "https://api.chat-prod.cresta.com/", "https://auth.chat-prod.cresta.ai/")]
    [InlineData("voice-prod", "https://api.voice-prod.cresta.com/", "https://auth.us-west-2-prod.cresta.ai/")]
    [InlineData("ca-central-1-prod", "https://api.ca-central-1-prod.cresta.com/", "https://auth.ca-central-1-prod.cresta.ai/")]
    [InlineData("ap-southeast-2-prod", "https://api.ap-southeast-2-prod.cresta.com/", "https://auth.ap-southeast-2-prod.cresta.ai/")]
    [InlineData("eu-west-2-prod", "https://api.eu-west-2-prod.cresta.com/", "https://auth.eu-west-2-prod.cresta.ai/")]
    [InlineData("us-west-2-staging", "https://api.us-west-2-staging.cresta.ai/", "https://auth.us-west-2-staging.cresta.ai/")]
    [InlineData("us-east-1-staging", "https://api.us-east-1-staging.cresta.ai/", "https://auth.us-east-1-staging.cresta.ai/")]
    public void A_region_has_its_addresses(string name, string api, string auth)
    {
        var region = CrestaRegion.FromName(name.ToUpperInvariant());
        Assert.Equal((name, api, auth), (region.Name, region.ApiEndpoint.AbsoluteUri, region.AuthEndpoint.AbsoluteUri));
        Assert.Contains(region, CrestaRegion.All);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_are_known()
    {
        var refusal = Assert.Throws<ArgumentException>(() => CrestaRegion.FromName("mars-1-prod"));
        Assert.Contains("\"mars-1-prod\"", refusal.Message, StringComparison.Ordinal);
        Assert.All(CrestaRegion.All, region => Assert.Contains(region.Name, refusal.Message, StringComparison.Ordinal));
        Assert.Equal(9, CrestaRegion.All.Count);
    }
}
