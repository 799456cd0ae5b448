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
    [Theory]
    [InlineData("https://api.us-west-2-prod.cresta.com", "us-west-2-prod")]
    [InlineData("https://API.EU-WEST-2-PROD.CRESTA.COM/", "eu-west-2-prod")]
    [InlineData("https://api.us-east-1-staging.cresta.ai", "us-east-1-staging")]
    [InlineData("https://api-acme.us-west-2-prod.cresta.ai", "us-west-2-prod")]
    [InlineData("https://api-voice-events.ca-central-1-prod.cresta.ai:8443", "ca-central-1-prod")]
    [InlineData("https://api-acme.voice-prod.cresta.ai", "voice-prod")]
    public void An_endpoint_names_its_region(string endpoint, string name) =>
        Assert.Same(CrestaRegion.FromName(name), CrestaRegion.FromEndpoint(new Uri(endpoint)));

    [Fact]
    public void Each_region_is_named_by_its_own_API() =>
        Assert.All(CrestaRegion.All, region => Assert.Same(region, CrestaRegion.FromEndpoint(region.ApiEndpoint)));

    [Theory]
    [InlineData("https://api-acme.cresta.com", "api-acme.cresta.com")]
    [InlineData("https://api-acme.mars-1-prod.cresta.ai", "api-acme.mars-1-prod.cresta.ai")]
    [InlineData("https://api.us-west-2-prod.cresta.com.example.org", "api.us-west-2-prod.cresta.com.example.org")]
    [InlineData("https://api.us-west-2-prod.example.ai", "api.us-west-2-prod.example.ai")]
    [InlineData("https://auth.us-west-2-prod.cresta.ai", "auth.us-west-2-prod.cresta.ai")]
    [InlineData("https://127.0.0.1", "127.0.0.1")]
    [InlineData("relative", "A relative address")]
    public void An_endpoint_that_names_no_region_is_refused_with_what_to_give(string endpoint, string shown)
    {
        var address = new Uri(endpoint, UriKind.RelativeOrAbsolute);
        var refusal = Assert.Throws<ArgumentException>(nameof(endpoint), () => CrestaRegion.FromEndpoint(address));
        var start = $"{shown} names no region that is known, as a customer's own host (api-<customer>.cresta.com) does not; give one of ";
        Assert.StartsWith(start, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("or the address of the token endpoint", refusal.Message, StringComparison.Ordinal);
    }
}
