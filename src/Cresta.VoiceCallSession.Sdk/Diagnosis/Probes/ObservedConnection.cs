using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>
/// Observes a handler of the client's own while it makes its connection to the endpoint, and tells how far it has come. What the
/// application has set stays in force: its callbacks are asked.
/// </summary>
internal sealed class ObservedConnection
{
    private readonly Uri _endpoint;
    private readonly RemoteCertificateValidationCallback? _validation;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _pastProxy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TlsSession?> _secured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ServerCertificate? _certificate;
    private volatile bool _tunnelRequested;

    /// <param name="handler">A new handler, which has not connected yet.</param>
    /// <param name="endpoint">Where it will connect to.</param>
    /// <param name="connectsItself">
    /// Whether names are resolved and sockets opened by the client, not by a callback of the application's.
    /// </param>
    public ObservedConnection(SocketsHttpHandler handler, Uri endpoint, bool connectsItself)
    {
        Handler = handler;
        _endpoint = endpoint;
        ConnectsItself = connectsItself;
        _validation = handler.SslOptions.RemoteCertificateValidationCallback;
        Attach();
    }

    public SocketsHttpHandler Handler { get; }

    /// <summary>Whether names are resolved and sockets opened in the usual way, and not by a callback of the application's.</summary>
    public bool ConnectsItself { get; }

    /// <summary>The first host on the way has been reached. Never faults, and never ends where it is not.</summary>
    public Task Connected => _connected.Task;

    /// <summary>What comes goes to the endpoint, not to a proxy. Never faults, and never ends where that does not come about.</summary>
    public Task PastProxy => _pastProxy.Task;

    /// <summary>The connection is ready for HTTP; null without TLS. Never faults, and never ends where that does not come about.</summary>
    public Task<TlsSession?> Secured => _secured.Task;

    /// <summary>The certificate that the endpoint showed, or null where it has shown none.</summary>
    public ServerCertificate? Certificate => _certificate;

    private void Attach()
    {
        var filter = Handler.PlaintextStreamFilter;
        Handler.PlaintextStreamFilter = async (context, cancellationToken) =>
        {
            OnReady(context);
            return filter is null ? context.PlaintextStream : await filter(context, cancellationToken).ConfigureAwait(false);
        };
        if (Handler.ConnectCallback is { } connect)
        {
            Handler.ConnectCallback = async (context, cancellationToken) =>
            {
                var stream = await connect(context, cancellationToken).ConfigureAwait(false);
                _connected.TrySetResult();
                return stream;
            };
        }

        // The options may be the application's, which uses them elsewhere.
        Handler.SslOptions = Copy(Handler.SslOptions);
        Handler.SslOptions.RemoteCertificateValidationCallback = OnCertificate;
    }

    private static SslClientAuthenticationOptions Copy(SslClientAuthenticationOptions options) => new()
    {
        AllowRenegotiation = options.AllowRenegotiation,
        AllowTlsResume = options.AllowTlsResume,
        ApplicationProtocols = options.ApplicationProtocols,
        CertificateChainPolicy = options.CertificateChainPolicy,
        CertificateRevocationCheckMode = options.CertificateRevocationCheckMode,
        CipherSuitesPolicy = options.CipherSuitesPolicy,
        ClientCertificateContext = options.ClientCertificateContext,
        ClientCertificates = options.ClientCertificates,
        EnabledSslProtocols = options.EnabledSslProtocols,
        EncryptionPolicy = options.EncryptionPolicy,
        LocalCertificateSelectionCallback = options.LocalCertificateSelectionCallback,
        TargetHost = options.TargetHost,
    };

    private bool OnCertificate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var accepted = _validation?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
        if (IsEndpoints(sender))
        {
            _certificate = ServerCertificate.Of(certificate, chain, errors, accepted);
            _pastProxy.TrySetResult();
        }

        return accepted;
    }

    // A proxy that is spoken to over TLS shows a certificate, too, before it is asked for a tunnel.
    private bool IsEndpoints(object sender) =>
        _tunnelRequested || sender is not SslStream stream
            || stream.TargetHostName.Equals(_endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);

    private void OnReady(SocketsHttpPlaintextStreamFilterContext context)
    {
        if (context.InitialRequestMessage.Method == HttpMethod.Connect)
        {
            _tunnelRequested = true;
            return;
        }

        _connected.TrySetResult();
        _pastProxy.TrySetResult();
        _secured.TrySetResult(context.PlaintextStream is SslStream stream ? TlsSession.Of(stream) : null);
    }
}
