using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Http2;

/// <summary>An endpoint that does not speak HTTP/2 is known by its words, in whichever way HttpClient stumbles over them.</summary>
public sealed class Http2ErrorNormalizerTests
{
    /// <summary>What HttpClient was seen to throw of such an endpoint.</summary>
    public static TheoryData<HttpRequestException> Stumbles =>
    [
        new HttpRequestException("read first", new HttpIOException(HttpRequestError.InvalidResponse)),
        new HttpRequestException(
            "setting up", new IOException("the server did not complete the HTTP/2 handshake", new IOException("broken pipe"))),
        new HttpRequestException(HttpRequestError.ResponseEnded, "ended", new HttpIOException(HttpRequestError.ResponseEnded)),
        new HttpRequestException("no cause given"),
        new HttpRequestException("a frame of another size", new HttpProtocolException(6, "FRAME_SIZE_ERROR", innerException: null)),
    ];

    [Theory, MemberData(nameof(Stumbles), DisableDiscoveryEnumeration = true)]
    public async Task Each_failure_of_such_an_endpoint_says_so(HttpRequestException stumble)
    {
        var failure = await FailAsync(stumble, heardHttp2: false);
        Assert.Equal(HttpRequestError.VersionNegotiationError, failure.HttpRequestError);
        Assert.Same(stumble, failure.InnerException);
        Assert.True(TransportErrorClassifier.Classify(failure).IsPermanent);
        Assert.True(Http2UnsupportedDetector.IsShownBy(failure, clearText: false));
    }

    [Theory, MemberData(nameof(Stumbles), DisableDiscoveryEnumeration = true)]
    public async Task Nothing_is_said_of_an_endpoint_that_speaks_it(HttpRequestException stumble) =>
        Assert.Same(stumble, await FailAsync(stumble, heardHttp2: true));

    [Theory, MemberData(nameof(Stumbles), DisableDiscoveryEnumeration = true)]
    public async Task Nothing_is_said_where_it_was_not_asked_for(HttpRequestException stumble) =>
        Assert.Same(stumble, await FailAsync(stumble, heardHttp2: false, HttpVersion.Version11));

    [Fact]
    public async Task An_endpoint_that_is_gone_since_is_not_taken_for_one_of_another_version()
    {
        var refused = new HttpRequestException(
            HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused));
        Assert.Same(refused, await FailAsync(refused, heardHttp2: false));
    }

    private static async Task<HttpRequestException> FailAsync(HttpRequestException stumble, bool heardHttp2, Version? version = null)
    {
        var watch = new ConnectionWatch(new EndpointProof());
        watch.OnFirstFrame(heardHttp2);
        using var http = new HttpMessageInvoker(new Http2ErrorNormalizer(new Failing(stumble), watch));
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost") { Version = version ?? HttpVersion.Version20 };
        return await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, CancellationToken.None));
    }

    /// <summary>HttpClient, as it fails.</summary>
    private sealed class Failing(HttpRequestException failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(failure);
    }
}
