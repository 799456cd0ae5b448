using System.Collections.Concurrent;
using Cresta.VoiceCallSession.Sdk.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions;
using Cresta.VoiceCallSession.Sdk.Sessions.Engine;
using Cresta.VoiceCallSession.Sdk.Transport;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using Polly;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// The front door: opens calls and sends single events. Thread-safe; make one and keep it, since it owns the connections. Members are virtual, with a protected
/// constructor, so that a test can stand in for it.
/// </summary>
public class VoiceCallSessionClient : IAsyncDisposable
{
    private readonly CallContext? _context;
    private readonly ServiceTransport? _transport;
    private readonly ResiliencePipeline? _requestPipeline;
    private readonly ConcurrentDictionary<Func<Task>, bool> _liveCalls = new();
    private readonly LiveCallIds _callIds = new();
    private int _disposed;

    /// <summary>Makes a client with default options.</summary>
    /// <param name="endpoint">The service's address: <c>https://{api-domain}.cresta.com</c> (<em>documented</em>).</param>
    /// <param name="credential">What the client proves its identity with, or <see cref="CrestaCredential.None"/>.</param>
    /// <exception cref="ArgumentException">The endpoint is no http or https address, or is plain http to another host with a credential.</exception>
    public VoiceCallSessionClient(Uri endpoint, CrestaCredential credential)
        : this(new VoiceCallSessionClientOptions { Endpoint = endpoint, Credential = credential })
    {
    }

    /// <summary>Makes a client. It connects when it is first needed.</summary>
    /// <param name="options">The settings, copied.</param>
    /// <exception cref="ArgumentException">Options are wrong; the message lists all that are, each with the fix.</exception>
    public VoiceCallSessionClient(VoiceCallSessionClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = options.Copy();
        VoiceCallSessionClientOptionsRules.ThrowIfInvalid(own, nameof(options));
        _transport = ServiceTransport.Create(own);
        _requestPipeline = RetryPipeline.Create(own.Retry, own.RequestTimeout, own.TimeProvider);
        _context = new CallContext(
            own,
            _transport,
            new ServiceMethods(own.ServiceName),
            new ErrorTranslator(own.Endpoint!, own.Retry.ShouldRetry),
            RetryPipeline.Create(own.Retry, own.OpenTimeout, own.TimeProvider),
            ReconnectPipeline.Create(own.Reconnect, own.TimeProvider),
            new RetryGate(own.Reconnect.MaxAttemptsPerSecond, own.TimeProvider));
    }

    /// <summary>For test doubles, which override what they need.</summary>
    protected VoiceCallSessionClient()
    {
    }

    /// <summary>Opens a call for audio and call events.</summary>
    /// <param name="configuration">What the call is and how its audio is coded. Copied.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <returns>The open call.</returns>
    /// <exception cref="ArgumentException">The configuration is wrong; the message lists all that is.</exception>
    /// <exception cref="InvalidOperationException">A call of that id is live in this client, and <see cref="VoiceCallSessionClientOptions.DuplicateCallIds"/> refuses another.</exception>
    /// <exception cref="VoiceCallSessionException">The service could not be reached, refused the call, or took longer than the options allow.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual async Task<CallSession> OpenCallSessionAsync(StreamingConfig configuration, CancellationToken cancellationToken = default)
    {
        MessageRules.ThrowIfInvalid(configuration, nameof(configuration));
        var copy = configuration.Clone();
        var engine = await OpenAsync(Context.Methods.StreamCallSession, new StreamCallSessionRequest { StreamingConfig = copy }, copy, cancellationToken).ConfigureAwait(false);
        return new CallSession(engine, copy.PlatformCallId);
    }

    /// <summary>Opens a call for audio with pause and resume. Its call events go through <see cref="ProcessSessionEventAsync(string, SessionEvent, AudioStreamingMode, CancellationToken)"/>.</summary>
    /// <param name="configuration">What the call is and how its audio is coded. Copied.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <returns>The open call.</returns>
    /// <exception cref="ArgumentException">The configuration is wrong; the message lists all that is.</exception>
    /// <exception cref="InvalidOperationException">A call of that id is live in this client, and <see cref="VoiceCallSessionClientOptions.DuplicateCallIds"/> refuses another.</exception>
    /// <exception cref="VoiceCallSessionException">The service could not be reached, refused the call, or took longer than the options allow.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual async Task<CallAudioSession> OpenCallAudioSessionAsync(StreamingConfig configuration, CancellationToken cancellationToken = default)
    {
        MessageRules.ThrowIfInvalid(configuration, nameof(configuration));
        var copy = configuration.Clone();
        var engine = await OpenAsync(Context.Methods.StreamCallSessionAudio, new StreamCallSessionAudioRequest { StreamingConfig = copy }, copy, cancellationToken).ConfigureAwait(false);
        return new CallAudioSession(engine, copy.PlatformCallId, (sessionEvent, token) => ProcessSessionEventAsync(copy.Profile, sessionEvent, AudioStreamingMode.Unspecified, token));
    }

    /// <summary>
    /// Streams a whole call from a sequence of messages: opens it, sends each message, ends it when the sequence ends (without an event of its own), and gives the
    /// answers meanwhile. A loop over <see cref="CallSession"/>; leaving the enumeration early cuts the call off.
    /// </summary>
    /// <param name="configuration">What the call is and how its audio is coded. Copied.</param>
    /// <param name="requests">Audio and events, in order. An exception from it cuts the call off and is thrown by the enumeration.</param>
    /// <param name="cancellationToken">Cuts the call off.</param>
    /// <returns>The server's answers.</returns>
    /// <exception cref="ArgumentException">The configuration is wrong; thrown before anything is sent.</exception>
    /// <exception cref="VoiceCallSessionException">While enumerating: the call could not be opened, or failed.</exception>
    public virtual IAsyncEnumerable<StreamCallSessionResponse> StreamCallSessionAsync(
        StreamingConfig configuration, IAsyncEnumerable<StreamCallSessionRequest> requests, CancellationToken cancellationToken = default)
    {
        MessageRules.ThrowIfInvalid(configuration, nameof(configuration));
        ArgumentNullException.ThrowIfNull(requests);
        return SequenceStream.RunAsync<StreamCallSessionRequest, StreamCallSessionResponse>(async token => await OpenCallSessionAsync(configuration, token).ConfigureAwait(false), requests, cancellationToken);
    }

    /// <summary>As <see cref="StreamCallSessionAsync"/>, over a <see cref="CallAudioSession"/>.</summary>
    /// <param name="configuration">What the call is and how its audio is coded. Copied.</param>
    /// <param name="requests">Audio and audio events, in order. An exception from it cuts the call off and is thrown by the enumeration.</param>
    /// <param name="cancellationToken">Cuts the call off.</param>
    /// <returns>The server's answers.</returns>
    /// <exception cref="ArgumentException">The configuration is wrong; thrown before anything is sent.</exception>
    /// <exception cref="VoiceCallSessionException">While enumerating: the call could not be opened, or failed.</exception>
    public virtual IAsyncEnumerable<StreamCallSessionAudioResponse> StreamCallSessionAudioAsync(
        StreamingConfig configuration, IAsyncEnumerable<StreamCallSessionAudioRequest> requests, CancellationToken cancellationToken = default)
    {
        MessageRules.ThrowIfInvalid(configuration, nameof(configuration));
        ArgumentNullException.ThrowIfNull(requests);
        return SequenceStream.RunAsync<StreamCallSessionAudioRequest, StreamCallSessionAudioResponse>(async token => await OpenCallAudioSessionAsync(configuration, token).ConfigureAwait(false), requests, cancellationToken);
    }

    /// <summary>
    /// Sends one call event outside any stream, retrying failures that may pass. The service may act on an event whose answer was lost, so delivery is at least once.
    /// </summary>
    /// <param name="profile">The profile that the event is processed under. Over REST it is one path segment.</param>
    /// <param name="sessionEvent">The event. Copied.</param>
    /// <param name="audioStreamingMode">Where the call's audio is streamed from (<em>documented</em>; values beyond 0 are not public and taken by number).</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The service's answer, which is empty.</returns>
    /// <exception cref="ArgumentException">The profile or the event is wrong, or the profile has a slash, which over REST cannot travel.</exception>
    /// <exception cref="VoiceCallSessionException">The request failed for good, or took longer than <see cref="VoiceCallSessionClientOptions.RequestTimeout"/>.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual Task<ProcessSessionEventResponse> ProcessSessionEventAsync(
        string profile, SessionEvent sessionEvent, AudioStreamingMode audioStreamingMode = AudioStreamingMode.Unspecified, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(profile);
        MessageRules.ThrowIfInvalid(sessionEvent, nameof(sessionEvent));
        ThrowIfDisposed();
        new CallWarnings(Context.Options, sessionEvent.PlatformCallId).Check(sessionEvent);
        var request = new ProcessSessionEventRequest { Profile = profile, SessionEvent = sessionEvent.Clone(), AudioStreamingMode = audioStreamingMode };
        return UnaryRequest.SendAsync(Context, _requestPipeline!, Context.Methods.ProcessSessionEvent, "Sending the event", request, cancellationToken);
    }

    /// <summary>
    /// Ends the calls that are still open gracefully, each within its deadlines and without an end event of its own, then closes the connections.
    /// </summary>
    /// <returns>A task that completes without fault.</returns>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref _disposed, 1) != 0 || _transport is null)
        {
            return;
        }

        await Task.WhenAll(_liveCalls.Keys.Select(complete => complete())).ConfigureAwait(false);
        _transport.Dispose();
        _context!.RetryGate.Dispose();
    }

    private CallContext Context => _context ?? throw new NotSupportedException("This client is a test double that does not override the member.");

    private async Task<CallEngine<TResponse>> OpenAsync<TResponse>(
        Method<OutboundMessage, TResponse> method, Google.Protobuf.IMessage request, StreamingConfig configuration, CancellationToken cancellationToken)
        where TResponse : class
    {
        ThrowIfDisposed();
        var message = new OutboundMessage { Message = request };
        var engine = new CallEngine<TResponse>(Context, method, message, AudioShape.Of(configuration.AudioMetadata));
        try
        {
            _callIds.Enter(configuration.PlatformCallId, engine.Completion, Context.Options);
            await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _callIds.Leave(configuration.PlatformCallId, engine.Completion);
            engine.Dispose();
            throw;
        }

        _ = engine.Completion.ContinueWith(
            completion => _callIds.Leave(configuration.PlatformCallId, completion), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Func<Task> complete = () =>
        {
            engine.BeginEnding(lastMessage: null);
            return engine.Completion;
        };
        _liveCalls.TryAdd(complete, true);
        _ = engine.Completion.ContinueWith(_ => _liveCalls.TryRemove(complete, out bool _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (Volatile.Read(ref _disposed) != 0)
        {
            // The client was disposed while the call was being opened, and may not have seen it.
            engine.Abort();
            await engine.Completion.ConfigureAwait(false);
            ThrowIfDisposed();
        }

        return engine;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
}
