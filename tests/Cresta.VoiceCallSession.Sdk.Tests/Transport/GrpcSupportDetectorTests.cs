using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Transport.Grpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport;

public class GrpcSupportDetectorTests
{
    [Theory]
    [InlineData(404, "text/plain", true)]
    [InlineData(405, null, true)]
    [InlineData(415, "application/json", true)]
    [InlineData(200, "application/json", true)]
    [InlineData(400, "application/json", true)]
    [InlineData(501, "application/json", true)]
    [InlineData(401, "application/json", false)]
    [InlineData(403, "text/html", false)]
    [InlineData(429, "text/html", false)]
    [InlineData(302, "text/html", false)]
    [InlineData(500, "text/html", false)]
    [InlineData(502, "text/html", false)]
    [InlineData(503, "text/html", false)]
    [InlineData(504, "text/html", false)]
    public void An_answer_shows_it_unless_a_proxy_may_have_given_it_in_the_service_s_place(int status, string? contentType, bool shows)
    {
        var cause = IntermediaryResponseException.NotGrpc((HttpStatusCode)status, contentType, HttpVersion.Version20, null);
        var failure = new RpcException(
            new Status(StatusCode.Internal, "Error starting gRPC call.", new HttpRequestException("outer", cause)));
        Assert.Equal(shows, GrpcSupportDetector.ReasonIn(failure, clearText: false) is not null);
    }

    [Fact]
    public void HTTP_1_1_shows_it_whatever_it_answers() =>
        Assert.NotNull(GrpcSupportDetector.ReasonIn(
            IntermediaryResponseException.NotGrpc(HttpStatusCode.ServiceUnavailable, null, HttpVersion.Version11, null), clearText: false));

    [Theory]
    [InlineData(StatusCode.Unimplemented, true)]
    [InlineData(StatusCode.NotFound, false)]
    [InlineData(StatusCode.Unavailable, false)]
    public void Of_gRPC_s_own_statuses_only_UNIMPLEMENTED_shows_it(StatusCode status, bool shows) =>
        Assert.Equal(shows, GrpcSupportDetector.ReasonIn(new RpcException(new Status(status, "detail")), clearText: false) is not null);

    [Theory]
    [InlineData(0x1, true)]
    [InlineData(0xD, true)]
    [InlineData(0x5, false)]
    [InlineData(0x7, false)]
    public void HTTP_2_s_errors_show_it_where_they_mean_another_version(long code, bool shows) =>
        Assert.Equal(shows, GrpcSupportDetector.ReasonIn(
            new HttpRequestException("outer", new HttpProtocolException(code, "inner", null)), clearText: false) is not null);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_that_breaks_off_before_its_first_word_shows_it_only_where_TLS_has_settled_nothing(bool clearText) =>
        Assert.Equal(clearText, GrpcSupportDetector.ReasonIn(
            new HttpRequestException("outer", new HttpIOException(HttpRequestError.InvalidResponse)), clearText) is not null);
}
