using System.Net.Security;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>A gRPC channel to a fake server and the generated client on it; or the same over REST.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly RestClient? _rest;

    public RawClient(FakeVoiceCallSessionServer server, CallTransport transport = CallTransport.Grpc)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        if (server.Certificate is { } trusted)
        {
            var thumbprint = trusted.GetCertHashString();
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, given, _, errors) =>
                    given?.GetCertHashString() == thumbprint && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
            };
        }

        _channel = GrpcChannel.ForAddress(
            server.Endpoint, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxRetryAttempts = 0 });
        _rest = transport == CallTransport.Rest ? new RestClient(server) : null;
        Invoker = _channel.CreateCallInvoker();
        Service = new VoiceCallSessionService.VoiceCallSessionServiceClient(_channel);
    }

    public CallInvoker Invoker { get; }

    public VoiceCallSessionService.VoiceCallSessionServiceClient Service { get; }

    public RawStream Open(CallOptions options = default) => Open(CallMethod.StreamCallSession, options);

    public RawStream Open(CallMethod method, CallOptions options = default) =>
        _rest is null ? RawStream.Open(method, Service, options) : new RawRestStream(_rest, method, options);

    public Task<ProcessSessionEventResponse> ProcessAsync(ProcessSessionEventRequest request, CallOptions options = default) =>
        _rest is null ? Service.ProcessSessionEventAsync(request, options).ResponseAsync : _rest.ProcessAsync(request, options);

    /// <summary>A stream whose configuration has been answered.</summary>
    public async Task<RawStream> OpenAnsweredAsync(string callId)
    {
        var stream = Open();
        await stream.SendAsync(RawMessages.Config(callId));
        Assert.NotNull(await stream.ReadAsync());
        return stream;
    }

    public void Dispose()
    {
        _rest?.Dispose();
        _channel.Dispose();
    }
}
