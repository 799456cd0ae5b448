using Cresta.VoiceCallSession.Sdk.Client;
using Cresta.VoiceCallSession.Sdk.Client.Runtime;
using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Sessions;
using Cresta.VoiceCallSession.Sdk.Sessions.Engine;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;
using Cresta.VoiceCallSession.Sdk.Transport;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// The front door: opens calls and sends single events. Thread-safe; make one and keep it, since it owns the connections. Members are
/// virtual, with a protected constructor, so that a test can stand in for it.
/// </summary>
public partial class VoiceCallSessionClient : IAsyncDisposable
{
    private readonly LiveCallIds _callIds = new();

    /// <summary>Makes a client with default options.</summary>
    /// <param name="endpoint">The service's address: <c>https://{api-domain}.cresta.com</c> (<em>documented</em>).</param>
    /// <param name="credential">What the client proves its identity with, or <see cref="CrestaCredential.None"/>.</param>
    /// <exception cref="ArgumentException">
    /// The endpoint is no http or https address, or is plain http to another host with a credential.
    /// </exception>
    public VoiceCallSessionClient(Uri endpoint, CrestaCredential credential)
        : this(new VoiceCallSessionClientOptions { Endpoint = endpoint, Credential = credential })
    {
    }

    /// <summary>Makes a client. It connects when it is first needed.</summary>
    /// <param name="options">The settings, copied.</param>
    /// <exception cref="ArgumentException">Options are wrong; the message lists all that are, each with the fix.</exception>
    public VoiceCallSessionClient(VoiceCallSessionClientOptions options)
        : this(ClientRuntime.Create(options))
    {
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
    /// <exception cref="InvalidOperationException">
    /// The client is being drained and takes no new calls; or a call of that id is live in this client, and
    /// <see cref="VoiceCallSessionClientOptions.DuplicateCallIds"/> refuses another.
    /// </exception>
    /// <exception cref="VoiceCallSessionException">
    /// The service could not be reached, refused the call, or took longer than the options allow.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual async Task<CallSession> OpenCallSessionAsync(
        StreamingConfig configuration, CancellationToken cancellationToken = default)
    {
        MessageRules.ThrowIfInvalid(configuration, nameof(configuration));
        var copy = configuration.Clone();
        var request = new StreamCallSessionRequest { StreamingConfig = copy };
        var engine = await OpenAsync(
            static methods => methods.StreamCallSession, request, copy, nameof(CallSession), cancellationToken).ConfigureAwait(false);
        var session = new CallSession(engine, copy.PlatformCallId);
        await AdmitAsync(engine, session, () => _ = session.EndCallAsync(CancellationToken.None)).ConfigureAwait(false);
        return session;
    }

    /// <summary>
    /// Opens a call for audio with pause and resume. Its call events go through
    /// <see cref="ProcessSessionEventAsync(string, SessionEvent, AudioStreamingMode, CancellationToken)"/>.
    /// </summary>
    /// <param name="configuration">What the call is and how its audio is coded. Copied.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <returns>The open call.</returns>
    /// <exception cref="ArgumentException">The configuration is wrong; the message lists all that is.</exception>
    /// <exception cref="InvalidOperationException">
    /// The client is being drained and takes no new calls; or a call of that id is live in this client, and
    /// <see cref="VoiceCallSessionClientOptions.DuplicateCallIds"/> refuses another.
    /// </exception>
    /// <exception cref="VoiceCallSessionException">
    /// The service could not be reached, refused the call, or took longer than the options allow.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual async Task<CallAudioSession> OpenCallAudioSessionAsync(
        StreamingConfig configuration, CancellationToken cancellationToken = default)
    {
        MessageRules.ThrowIfInvalid(configuration, nameof(configuration));
        var copy = configuration.Clone();
        var request = new StreamCallSessionAudioRequest { StreamingConfig = copy };
        var engine = await OpenAsync(static methods => methods.StreamCallSessionAudio, request, copy, nameof(CallAudioSession),
            cancellationToken).ConfigureAwait(false);
        var session = new CallAudioSession(engine, copy.PlatformCallId, (sessionEvent, token) => ProcessSessionEventAsync(
            copy.Profile, sessionEvent, AudioStreamingMode.Unspecified, token));
        await AdmitAsync(engine, session, () => _ = session.CompleteAsync(CancellationToken.None)).ConfigureAwait(false);
        return session;
    }

    /// <summary>
    /// Streams a whole call from a sequence of messages: opens it, sends each message, ends it when the sequence ends (without an event of
    /// its own), and gives the answers meanwhile. A loop over <see cref="CallSession"/>; leaving the enumeration early cuts the call off.
    /// The sequence is enumerated on the thread pool. When the call is over, or the enumeration is left, its token is cancelled, and its
    /// end is not waited for.
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
        return MessageSequence.RunAsync<StreamCallSessionRequest, StreamCallSessionResponse>(
            async token => await OpenCallSessionAsync(configuration, token).ConfigureAwait(false), requests, cancellationToken);
    }

    /// <summary>As <see cref="StreamCallSessionAsync"/>, over a <see cref="CallAudioSession"/>.</summary>
    /// <param name="configuration">What the call is and how its audio is coded. Copied.</param>
    /// <param name="requests">
    /// Audio and audio events, in order. An exception from it cuts the call off and is thrown by the enumeration.
    /// </param>
    /// <param name="cancellationToken">Cuts the call off.</param>
    /// <returns>The server's answers.</returns>
    /// <exception cref="ArgumentException">The configuration is wrong; thrown before anything is sent.</exception>
    /// <exception cref="VoiceCallSessionException">While enumerating: the call could not be opened, or failed.</exception>
    public virtual IAsyncEnumerable<StreamCallSessionAudioResponse> StreamCallSessionAudioAsync(
        StreamingConfig configuration, IAsyncEnumerable<StreamCallSessionAudioRequest> requests,
            CancellationToken cancellationToken = default)
    {
        MessageRules.ThrowIfInvalid(configuration, nameof(configuration));
        ArgumentNullException.ThrowIfNull(requests);
        return MessageSequence.RunAsync<StreamCallSessionAudioRequest, StreamCallSessionAudioResponse>(
            async token => await OpenCallAudioSessionAsync(configuration, token).ConfigureAwait(false), requests, cancellationToken);
    }

    /// <summary>
    /// Sends one call event outside any stream, retrying failures that may pass. The service may act on an event whose answer was lost, so
    /// delivery is at least once.
    /// </summary>
    /// <param name="profile">
    /// The profile that the event is processed under: an id, or a resource name, <c>customers/&lt;customer&gt;/profiles/&lt;profile&gt;</c>
    /// (<em>seen</em> in a sibling service's client). Not blank, without control characters, empty segments and the segments <c>.</c> and
    /// <c>..</c>. Over REST it is part of the path: each segment is percent-encoded, slashes stay.
    /// </param>
    /// <param name="sessionEvent">The event. Copied.</param>
    /// <param name="audioStreamingMode">
    /// Where the call's audio is streamed from (<em>documented</em>; values beyond 0 are not public and taken by number).
    /// </param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The service's answer, which is empty.</returns>
    /// <exception cref="ArgumentException">The profile or the event is not valid; the message says all that is wrong with it.</exception>
    /// <exception cref="VoiceCallSessionException">
    /// The request failed for good, or took longer than <see cref="VoiceCallSessionClientOptions.RequestTimeout"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual Task<ProcessSessionEventResponse> ProcessSessionEventAsync(
        string profile, SessionEvent sessionEvent, AudioStreamingMode audioStreamingMode = AudioStreamingMode.Unspecified,
            CancellationToken cancellationToken = default)
    {
        ProfileName.ThrowIfInvalid(profile, nameof(ProcessSessionEventRequest), nameof(profile));
        MessageRules.ThrowIfInvalid(sessionEvent, nameof(sessionEvent));
        new CallWarnings(Current.Options, new CallScope(sessionEvent.PlatformCallId, "ProcessSessionEvent")).Check(sessionEvent);
        var request = new ProcessSessionEventRequest { Profile = profile, AudioStreamingMode = audioStreamingMode };
        request.SessionEvent = sessionEvent.Clone();
        return SendAsync(request, cancellationToken);
    }

    /// <summary>As the other overload, under <see cref="VoiceCallSessionClientOptions.Profile"/>.</summary>
    /// <param name="sessionEvent">The event. Copied.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The service's answer, which is empty.</returns>
    /// <exception cref="ArgumentException">The event is not valid; the message says all that is wrong with it.</exception>
    /// <exception cref="InvalidOperationException">The client's options name no profile.</exception>
    /// <exception cref="VoiceCallSessionException">
    /// The request failed for good, or took longer than <see cref="VoiceCallSessionClientOptions.RequestTimeout"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual Task<ProcessSessionEventResponse> ProcessSessionEventAsync(
        SessionEvent sessionEvent, CancellationToken cancellationToken = default) =>
        ProcessSessionEventAsync(DefaultProfile, sessionEvent, AudioStreamingMode.Unspecified, cancellationToken);

    /// <summary>Starts the configuration of a call under <see cref="VoiceCallSessionClientOptions.Profile"/>.</summary>
    /// <returns>The builder, for the audio's encoding and the call's id.</returns>
    /// <exception cref="InvalidOperationException">The client's options name no profile.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public virtual StreamingConfigBuilder NewStreamingConfig() => new(DefaultProfile);

    private string DefaultProfile => Current.Options.Profile
        ?? throw new InvalidOperationException("The client's options name no profile; set the option Profile, or give the profile to "
            + "the call or event.");

    private async Task<CallEngine<TResponse>> OpenAsync<TResponse>(
        Func<ServiceMethods, Method<OutboundMessage, TResponse>> method, IMessage request, StreamingConfig configuration,
            string sessionName, CancellationToken cancellationToken)
        where TResponse : class
    {
        ThrowIfDraining();
        var runtime = Acquire();
        CallEngine<TResponse>? engine = null;
        try
        {
            var message = new OutboundMessage { Message = request };
            engine = new CallEngine<TResponse>(
                runtime.Context, method(runtime.Context.Methods), message, AudioShape.Of(configuration.AudioMetadata), sessionName);
            using (engine.Telemetry.BeginScope(attempt: 0))
            {
                _callIds.Enter(configuration.PlatformCallId, engine.Completion, runtime.Options);
            }

            await _lifetime.OpenAsync(token => engine.OpenAsync(token), cancellationToken).ConfigureAwait(false);
            Activity.Succeeded();
        }
        catch (Exception e)
        {
            if (e is VoiceCallSessionException failure)
            {
                Activity.Failed(failure, runtime.Options.TimeProvider);
            }

            if (engine is not null)
            {
                _callIds.Leave(configuration.PlatformCallId, engine.Completion);
                engine.Dispose();
            }

            runtime.Release();
            throw;
        }

        _ = FollowAsync(engine.Completion, configuration.PlatformCallId, runtime);
        return engine;
    }

    /// <summary>What is to be done when a call is over.</summary>
    private async Task FollowAsync(Task<CallReport> completion, string callId, ClientRuntime runtime)
    {
        var report = await completion.ConfigureAwait(false);
        _callIds.Leave(callId, completion);
        if (report is { Outcome: CallOutcome.Failed, Failure: { } failure })
        {
            Activity.Failed(failure, runtime.Options.TimeProvider);
        }

        runtime.Release();
    }

    /// <summary>Makes the call one of the client's, unless that takes no more since it began to open.</summary>
    private async Task AdmitAsync<TRequest, TResponse>(CallEngine<TResponse> engine, DuplexSession<TRequest, TResponse> session, Action end)
        where TRequest : class
        where TResponse : class
    {
        var call = new LiveCall(
            session.PlatformCallId, engine.Completion, () => engine.BeginEnding(lastMessage: null), end, engine.Abort);
        if (!_liveCalls.TryAdd(call))
        {
            engine.Abort();
            await engine.Completion.ConfigureAwait(false);
            _lifetime.ThrowIfDisposed();
            throw Draining();
        }
    }

    private async Task<ProcessSessionEventResponse> SendAsync(ProcessSessionEventRequest request, CancellationToken cancellationToken)
    {
        var runtime = Acquire();
        try
        {
            var context = runtime.Context;
            ProcessSessionEventResponse? answer = null;
            await _lifetime.RequestAsync(
                async token =>
                {
                    var sending = UnaryCall.SendAsync(
                        context, runtime.RequestPipeline, context.Methods.ProcessSessionEvent, "Sending the event", request, token);
                    answer = await Activity.WatchAsync(sending, context.TimeProvider).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            return answer!;
        }
        finally
        {
            runtime.Release();
        }
    }
}
