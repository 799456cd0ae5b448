using System.Net;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Google.Rpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Rest;

/// <summary>Each shape that an error comes in, through the same translator that gRPC's go through.</summary>
public class HttpFailureTests
{
    private static readonly ErrorTranslator Translator = new(new Uri("https://api.example.com"), VoiceCallSessionRetryOptions.IsTransient);

    [Theory]
    [InlineData(401, "{\"error\":{\"grpc_code\":16,\"http_code\":401,\"message\":\"m\",\"http_status\":\"Unauthorized\"}}",
        StatusCode.Unauthenticated, "m")]
    [InlineData(
        500, "{\"error\":{\"grpc_code\":8,\"http_code\":429,\"message\":\"m\",\"http_status\":\"\"}}", StatusCode.ResourceExhausted, "m")]
    [InlineData(401, "{\"error\":{\"code\":16,\"message\":\"m\",\"details\":[]}}\n", StatusCode.Unauthenticated, "m")]
    [InlineData(500, "{\"error\":\"unexpected EOF\",\"message\":\"unexpected EOF\",\"code\":2}", StatusCode.Unknown, "unexpected EOF")]
    [InlineData(400, "{\"error\":\"m\",\"message\":\"m\",\"code\":3}", StatusCode.InvalidArgument, "m")]
    [InlineData(400, "{\"code\":9,\"message\":\"m\",\"details\":[]}", StatusCode.FailedPrecondition, "m")]
    [InlineData(409, "{\"code\":10,\"message\":\"m\"}", StatusCode.Aborted, "m")]
    [InlineData(409, "{\"message\":\"m\"}", StatusCode.AlreadyExists, "m")]
    [InlineData(403, "{\"error\":{\"code\":403,\"message\":\"m\",\"status\":\"PERMISSION_DENIED\"}}", StatusCode.PermissionDenied, "m")]
    [InlineData(403, "{\"error\":{\"code\":429,\"message\":\"m\"}}", StatusCode.ResourceExhausted, "m")]
    [InlineData(500, "{\"code\":\"NOT_FOUND\",\"message\":\"m\"}", StatusCode.NotFound, "m")]
    [InlineData(500, "{\"code\":\"5\",\"message\":\"m\"}", StatusCode.NotFound, "m")]
    [InlineData(401, "{\"error\":\"invalid_token\",\"error_description\":\"expired\"}", StatusCode.Unauthenticated, "invalid_token")]
    [InlineData(503, "{\"code\":0,\"message\":\"\"}", StatusCode.Unavailable, "HTTP 503")]
    [InlineData(503, "{\"code\":77,\"message\":\"m\"}", StatusCode.Unknown, "m")]
    [InlineData(405, "{\"code\":2,\"httpStatus\":500,\"message\":\"m\",\"status\":\"UNKNOWN\"}", StatusCode.Unknown, "m")]
    [InlineData(500, "{\"httpStatus\":503,\"message\":\"m\"}", StatusCode.Unavailable, "m")]
    [InlineData(500, "{\"code\":500,\"httpStatus\":429,\"message\":\"m\",\"status\":\"NOT_FOUND\"}", StatusCode.NotFound, "m")]
    [InlineData(500, "{\"code\":5,\"httpStatus\":500,\"message\":\"m\",\"status\":\"UNKNOWN\"}", StatusCode.NotFound, "m")]
    [InlineData(500, "{\"error\":{\"httpStatus\":\"429\",\"message\":\"m\"}}", StatusCode.ResourceExhausted, "m")]
    [InlineData(404, "Not Found\n", StatusCode.NotFound, "HTTP 404: Not Found")]
    [InlineData(503, "{\"error\":{\"code\":14,\"mess", StatusCode.Unavailable, "HTTP 503")]
    [InlineData(429, "", StatusCode.ResourceExhausted, "HTTP 429 without a readable body")]
    [InlineData(403, "[]", StatusCode.PermissionDenied, "HTTP 403")]
    public void An_error_body_becomes_a_status(int http, string body, StatusCode expected, string words)
    {
        var status = HttpFailure.ReadStatus((HttpStatusCode)http, "application/json", null, Encoding.UTF8.GetBytes(body));
        var failure = Translate(HttpFailure.Of(status));
        Assert.Equal(expected, failure.StatusCode);
        Assert.Equal((int)expected, failure.Status.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(405, StatusCode.Unknown, "HTTP 405 means a wrong path or method. Check that the endpoint")]
    [InlineData(405, StatusCode.Unimplemented, "HTTP 405 means a wrong path or method. Check that the endpoint")]
    [InlineData(405, StatusCode.PermissionDenied, "Check that the credential may use this profile.")]
    [InlineData(404, StatusCode.Unknown, "HTTP 404 means a wrong path. Check that the endpoint")]
    [InlineData(404, StatusCode.NotFound, "Check the profile's name")]
    [InlineData(500, StatusCode.Unknown, "report it to the service's operator")]
    public void The_advice_follows_the_HTTP_status_if_the_code_does_not_say_more(int http, StatusCode code, string advice)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = "m" };
        var failure = Translate(HttpFailure.Of(status, retryAfter: null, (HttpStatusCode)http));
        Assert.Equal((code, false), (failure.StatusCode, failure.IsTransient));
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong path", Translate(HttpFailure.Of(status)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_a_proxy_is_named_as_such_and_not_quoted()
    {
        var status = HttpFailure.ReadStatus(
            HttpStatusCode.BadGateway, "text/html", null, "<html><script>alert(1)</script></html>"u8.ToArray());
        Assert.Equal((int)StatusCode.Unavailable, status.Code);
        Assert.Contains("HTML", status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("script", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_is_named_without_what_may_be_secret_in_it()
    {
        var status = HttpFailure.ReadStatus(
            HttpStatusCode.Found, null, new Uri("https://elsewhere.example.com/login?token=secret"), default);
        Assert.Contains("https://elsewhere.example.com/login", status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", status.Message, StringComparison.Ordinal);
        Assert.Contains("not followed", status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retryDelay")]
    [InlineData("retry_delay")]
    public void Details_are_typed_in_either_naming_and_set_the_wait(string name)
    {
        var body = "{\"error\":{\"code\":14,\"message\":\"m\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"" + name
            + "\":\"1.500s\"},{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"R\",\"metadata\":{\"k\":\"v\"}},{\"@type\":\"example.com/own.Type\",\"x\":1},7]}}";
        var failure = Translate(HttpFailure.Of(
            HttpFailure.ReadStatus(HttpStatusCode.ServiceUnavailable, null, null, Encoding.UTF8.GetBytes(body)), retryAfter: "9"));
        Assert.Equal(TimeSpan.FromSeconds(1.5), failure.RetryAfter);
        Assert.Equal("R", failure.GetDetail<ErrorInfo>()!.Reason);
        Assert.Equal(3, failure.Status.Details.Count);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public void Retry_After_sets_the_wait_where_the_body_does_not()
    {
        var failure = Translate(
            HttpFailure.Of(HttpFailure.ReadStatus(HttpStatusCode.ServiceUnavailable, null, null, default), retryAfter: "9"));
        Assert.Equal(TimeSpan.FromSeconds(9), failure.RetryAfter);
    }

    [Theory]
    [InlineData("grpc: received message larger than max (5000000 vs. 4194304)")]
    [InlineData("Received message exceeds the maximum configured message size.")]
    public void A_message_that_is_too_large_is_no_quota(string message) =>
        Assert.False(
            Translate(HttpFailure.Of(new Google.Rpc.Status { Code = (int)StatusCode.ResourceExhausted, Message = message })).IsTransient);

    [Theory]
    [InlineData(400, StatusCode.InvalidArgument)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.NotFound)]
    [InlineData(405, StatusCode.Unimplemented)]
    [InlineData(408, StatusCode.DeadlineExceeded)]
    [InlineData(409, StatusCode.AlreadyExists)]
    [InlineData(412, StatusCode.FailedPrecondition)]
    [InlineData(429, StatusCode.ResourceExhausted)]
    [InlineData(499, StatusCode.Cancelled)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(501, StatusCode.Unimplemented)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.DeadlineExceeded)]
    [InlineData(418, StatusCode.Unknown)]
    [InlineData(302, StatusCode.Unknown)]
    public void An_HTTP_status_alone_maps_as_gateways_do(int http, StatusCode expected) =>
        Assert.Equal(expected, HttpStatusMapping.ToGrpc((HttpStatusCode)http));

    private static VoiceCallSessionException Translate(RpcException failure) =>
        Translator.Translate(failure, new OperationContext("Testing", TimeProvider.System));
}
