using System.Net.Security;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>A gRPC channel to a fake server and the generated client on it.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly GrpcChannel _channel;

    public RawClient(FakeVoiceCallSessionServer server)
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
        Invoker = _channel.CreateCallInvoker();
        Service = new VoiceCallSessionService.VoiceCallSessionServiceClient(_channel);
    }

    public CallInvoker Invoker { get; }

    public VoiceCallSessionService.VoiceCallSessionServiceClient Service { get; }

    public RawStream Open(CallOptions options = default) => RawStream.Open(CallMethod.StreamCallSession, Service, options);

    public RawStream Open(CallMethod method) => RawStream.Open(method, Service);

    /// <summary>A stream whose configuration has been answered.</summary>
    public async Task<RawStream> OpenAnsweredAsync(string callId)
    {
        var stream = Open();
        await stream.SendAsync(RawMessages.Config(callId));
        Assert.NotNull(await stream.ReadAsync());
        return stream;
    }

    public void Dispose() => _channel.Dispose();
}
