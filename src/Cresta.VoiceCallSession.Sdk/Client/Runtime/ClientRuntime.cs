using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Options;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Transport;
using Cresta.VoiceCallSession.Sdk.Transport.Connections;
using Polly;

namespace Cresta.VoiceCallSession.Sdk.Client.Runtime;

/// <summary>
/// A client's settings and connections as they were at one time. What began with them ends with them: they are closed when others have
/// taken their place and nothing uses them any more.
/// </summary>
internal sealed class ClientRuntime
{
    private readonly object _gate = new();
    private int _users;
    private bool _retired;
    private bool _closed;

    private ClientRuntime(VoiceCallSessionClientOptions own, IHandlerPipeline? pipeline)
    {
        RequestPipeline = RetryPipeline.Create(own.Retry, own.RequestTimeout, own.TimeProvider);
        var (redaction, proof) = (new Redaction(), new EndpointProof());
        Context = new ClientServices(
            own,
            ServiceTransport.Create(own, pipeline, redaction, proof),
            new ServiceMethods(own.ServiceName),
            new ErrorTranslator(own.Endpoint!, own.Retry.Classification, redaction, proof),
            RetryPipeline.Create(own.Retry, own.OpenTimeout, own.TimeProvider),
            ReconnectPipeline.Create(own.Reconnect, own.TimeProvider),
            new RetryGate(own.Reconnect.MaxAttemptsPerSecond, own.Reconnect.MaxOutage / 2, own.TimeProvider));
    }

    public ClientServices Context { get; }

    public ResiliencePipeline RequestPipeline { get; }

    public VoiceCallSessionClientOptions Options => Context.Options;

    /// <summary>Copies the options and checks them.</summary>
    /// <exception cref="ArgumentException">Options are wrong; the message lists all that are, each with the fix.</exception>
    public static ClientRuntime Create(VoiceCallSessionClientOptions options, IHandlerPipeline? pipeline = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = options.Copy();
        VoiceCallSessionClientOptionsValidator.ThrowIfInvalid(own, nameof(options));
        return new ClientRuntime(own, pipeline);
    }

    /// <summary>Handlers with connections of their own, made as those of the calls are.</summary>
    public HandlerChain NewHandlers() => Context.Transport.NewHandlers();

    /// <summary>Takes part in it until <see cref="Release"/>, unless others have taken its place already.</summary>
    public bool TryAcquire()
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            _users++;
            return true;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            if (--_users > 0 || !_retired)
            {
                return;
            }
        }

        Close();
    }

    /// <summary>Others have taken its place; whoever is in may finish.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            _retired = true;
            if (_users > 0)
            {
                return;
            }
        }

        Close();
    }

    /// <summary>Closes the connections, whoever uses them.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            (_retired, _closed) = (true, true);
        }

        Context.Transport.Dispose();
        Context.RetryGate.Dispose();
    }
}
