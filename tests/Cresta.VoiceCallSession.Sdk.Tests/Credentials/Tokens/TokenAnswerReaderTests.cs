using System.Text;
using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;
using FsCheck.Xunit;

namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials.Tokens;

public sealed class TokenAnswerReaderTests
{
    private static readonly DateTimeOffset Asked = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"access_token":"hunter2","token_type":"Bearer","expires_in":3600}""", 3600.0)]
    [InlineData("""{"access_token":"hunter2","expires_in":"3600"}""", 3600.0)]
    [InlineData("""{"access_token":"hunter2","expires_in":"3599.5"}""", 3599.5)]
    [InlineData("""{"access_token":"hunter2","expires_in":3.6e3}""", 3600.0)]
    [InlineData("""{"expires_in":60,"scope":{"a":[1]},"access_token":"hunter2","refresh_token":null}""", 60.0)]
    public void A6_lives_are_read_as_numbers_and_as_text(string body, double life)
    {
        Assert.True(TryRead(body, out var grant, out _));
        Assert.Equal(("Bearer hunter2", (DateTimeOffset?)Asked.AddSeconds(life)), (grant!.Authorization, grant.ExpiresAt));
    }

    [Theory]
    [InlineData("""{"access_token":"hunter2"}""")]
    [InlineData("""{"access_token":"hunter2","expires_in":null}""")]
    public void A6_a_life_may_be_absent(string body)
    {
        Assert.True(TryRead(body, out var grant, out _));
        Assert.Null(grant!.ExpiresAt);
        Assert.True(grant.IsCacheable);
    }

    [Fact]
    public void A6_a_byte_order_mark_and_bytes_that_are_no_utf8_do_not_hide_the_token()
    {
        byte[] byteOrderMark = [0xEF, 0xBB, 0xBF];
        byte[] answer = [.. byteOrderMark, .. "{\"access_token\":\"hunter2\",\"expires_in\":60,\"note\":\""u8, 0xFF, .. "\"}"u8];
        Assert.True(TokenAnswerReader.TryRead(answer, Asked, out var grant, out _));
        Assert.Equal(("Bearer hunter2", (DateTimeOffset?)Asked.AddSeconds(60)), (grant.Authorization, grant.ExpiresAt));
        Assert.Equal("invalid_client", TokenAnswerReader.ReadError((byte[])[.. byteOrderMark, .. "{\"error\":\"invalid_client\"}"u8]));
    }

    [Theory]
    [InlineData("", "not a JSON object")]
    [InlineData("\uFEFF\uFEFF{}", "not a JSON object")]
    [InlineData("<html>hunter2</html>", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("\"hunter2\"", "not a JSON object")]
    [InlineData("[\"hunter2\"]", "not a JSON object")]
    [InlineData("""{"access_token":"hunter2" """, "not a JSON object")]
    [InlineData("{}", "no access_token")]
    [InlineData("""{"access_token":null}""", "access_token is not text")]
    [InlineData("""{"access_token":""}""", "access_token is not text")]
    [InlineData("""{"access_token":12}""", "access_token is not text")]
    [InlineData("""{"access_token":"hunter2\ud800"}""", "access_token is not text")]
    [InlineData("""{"access_token":"hunter2","expires_in":"\ud800"}""", "expires_in is not a number")]
    [InlineData("""{"access_token":"hunter2\r\nX-Evil: 1"}""", "access_token is not text")]
    [InlineData("""{"access_token":"hunter2 hunter2"}""", "access_token is not text")]
    [InlineData("""{"access_token":"hunter2","expires_in":"soon"}""", "expires_in is not a number")]
    [InlineData("""{"access_token":"hunter2","expires_in":""}""", "expires_in is not a number")]
    [InlineData("""{"access_token":"hunter2","expires_in":"NaN"}""", "expires_in is not a number")]
    [InlineData("""{"access_token":"hunter2","expires_in":"Infinity"}""", "expires_in is not a number")]
    [InlineData("""{"access_token":"hunter2","expires_in":true}""", "expires_in is not a number")]
    [InlineData("""{"access_token":"hunter2","expires_in":{}}""", "expires_in is not a number")]
    public void A6_garbage_is_refused_without_being_repeated(string body, string fault)
    {
        Assert.False(TryRead(body, out var grant, out var told));
        Assert.Null(grant);
        Assert.Contains(fault, told, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"invalid_client","error_description":"hunter2"}""", "invalid_client")]
    [InlineData("""{"error":"hunter2"}""", null)]
    [InlineData("""{"error":{"code":401}}""", null)]
    [InlineData("""{"error":"\ud800"}""", null)]
    [InlineData("hunter2", null)]
    public void An_error_is_repeated_only_where_it_is_a_word_of_the_standard(string body, string? error) =>
        Assert.Equal(error, TokenAnswerReader.ReadError(Encoding.UTF8.GetBytes(body)));

    [Property]
    public void A6_no_body_makes_it_throw(byte[] body) =>
        Assert.True(TokenAnswerReader.TryRead(body, Asked, out var grant, out var fault) ? grant is not null : fault is not null);

    [Property]
    public void A6_no_life_makes_it_throw(double seconds)
    {
        var body = FormattableString.Invariant($$"""{"access_token":"t","expires_in":"{{seconds:R}}"}""");
        Assert.Equal(double.IsFinite(seconds), TryRead(body, out _, out _));
    }

    private static bool TryRead(string body, out TokenGrant? grant, out string? fault) =>
        TokenAnswerReader.TryRead(Encoding.UTF8.GetBytes(body), Asked, out grant, out fault);
}
