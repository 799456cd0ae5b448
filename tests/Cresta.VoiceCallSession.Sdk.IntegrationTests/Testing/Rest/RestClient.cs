using System.Net;
using System.Net.Security;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>A plain HTTP client to a fake server: HTTP/2 by prior knowledge, unless told otherwise.</summary>
internal sealed class RestClient : IDisposable
{
    public const string Sessions = "/v1/voicecallsession/streamCallSession";
    public const string Audio = "/v1/voicecallsession/streamCallSessionAudio";

    private readonly HttpClient _http;

    public RestClient(FakeVoiceCallSessionServer server)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == server.Certificate?.GetCertHashString(),
        };
        _http = new HttpClient(handler) { BaseAddress = server.Endpoint };
    }

    /// <summary>Path of the unary method; the profile goes in as it is.</summary>
    public static string Unary(string profile) => $"/v1/voicecallsession/{profile}/sessionEvent:process";

    public RestExchange Open(string path, CallOptions options = default, Version? version = null) =>
        new(_http, Request(HttpMethod.Post, path, options, version), options.CancellationToken);

    /// <summary>Sends a whole body and reads the whole response.</summary>
    public Task<RestReply> PostAsync(string path, string body, Version? version = null, CallOptions options = default) =>
        SendAsync(HttpMethod.Post, path, body, version, options);

    public async Task<RestReply> SendAsync(
        HttpMethod method, string path, string? body, Version? version = null, CallOptions options = default)
    {
        using var request = Request(method, path, options, version);
        request.Content = body is null ? null : new StringContent(body);
        using var response = await _http.SendAsync(request, options.CancellationToken).Guarded();

        // Not as a string, which would lose a byte order mark.
        return new RestReply(
            response, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(options.CancellationToken).Guarded()));
    }

    public async Task<ProcessSessionEventResponse> ProcessAsync(ProcessSessionEventRequest request, CallOptions options)
    {
        RestReply reply;
        try
        {
            reply = await PostAsync(
                Unary(Uri.EscapeDataString(request.Profile)), JsonFormatter.Default.Format(request), version: null, options);
        }
        catch (HttpRequestException exception)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, exception.Message, exception));
        }

        return reply.Status == HttpStatusCode.OK
            ? ProcessSessionEventResponse.Parser.ParseJson(reply.Body)
            : throw RestErrors.Parse(reply.Body).ToRpcException();
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, CallOptions options, Version? version)
    {
        // The path goes out as it is given, dots and empty segments included.
        var asGiven = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(method, new Uri(_http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, asGiven))
        {
            Version = version ?? HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var header in options.Headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return request;
    }
}
