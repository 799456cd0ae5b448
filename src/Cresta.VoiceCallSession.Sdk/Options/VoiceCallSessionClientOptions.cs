using System.ComponentModel.DataAnnotations;
using Cresta.VoiceCallSession.Sdk.Options;
using Cresta.VoiceCallSession.Sdk.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// The settings of a <see cref="VoiceCallSessionClient"/>. Mutable while being configured; a client copies them when it is made, so later
/// changes do not reach it.
/// </summary>
public sealed class VoiceCallSessionClientOptions : IValidatableObject
{
    /// <summary>
    /// The service's address: <c>https://{api-domain}.cresta.com</c> (<em>documented</em>), such as
    /// <c>https://api-&lt;customer&gt;.cresta.com</c>; <c>https://api-&lt;name&gt;.&lt;region&gt;.cresta.ai</c> and any other host are
    /// taken too.
    /// </summary>
    /// <value>An absolute http or https address without user info, path, query and fragment. No default: it must be given.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>What the client proves its identity with.</summary>
    /// <value><see cref="CrestaCredential.None"/> by default.</value>
    public CrestaCredential Credential { get; set; } = CrestaCredential.None;

    /// <summary>
    /// Allows a credential to be sent over plain http to a host other than this machine, where anybody on the way can read it.
    /// </summary>
    /// <value>False by default.</value>
    public bool AllowInsecureCredentials { get; set; }

    /// <summary>
    /// How calls reach the service. See <see cref="VoiceCallSessionTransport"/> for which fields are certain on which transport.
    /// </summary>
    /// <value><see cref="VoiceCallSessionTransport.Grpc"/> by default.</value>
    public VoiceCallSessionTransport Transport { get; set; }

    /// <summary>
    /// The full gRPC name of the service, because its package is <em>assumed</em>.
    /// </summary>
    /// <value><c>cresta.v1.voicecallsession.VoiceCallSessionService</c> by default.</value>
    public string ServiceName { get; set; } = V1.VoiceCallSessionService.Descriptor.FullName;

    /// <summary>
    /// The names under which hold and unhold events are written over REST; no effect over gRPC. None is <em>documented</em>, and a wrong
    /// one matters: a gateway answers a single event whose type it does not know with HTTP 400, and ends a stream that brings one without
    /// an error. Confirm the names with Cresta before you hold calls over REST.
    /// </summary>
    /// <value><see cref="HoldEventNaming.Hold"/> by default: <c>HOLD</c> and <c>UNHOLD</c>.</value>
    public HoldEventNaming HoldEventNaming { get; set; }

    /// <summary>
    /// The profile of calls and events for which none is given, for <see cref="VoiceCallSessionClient.NewStreamingConfig"/> and
    /// <see cref="VoiceCallSessionClient.ProcessSessionEventAsync(V1.SessionEvent, CancellationToken)"/>.
    /// </summary>
    /// <value> Null by default: a profile has to be given each time. Otherwise an id, or a resource name,
    /// <c>customers/&lt;customer&gt;/profiles/&lt;profile&gt;</c> (<em>seen</em> in a sibling service's client): not blank, without control
    /// characters, empty segments and the segments <c>.</c> and <c>..</c>. </value>
    public string? Profile { get; set; }

    /// <summary>How unary requests and the opening of streams are retried.</summary>
    public VoiceCallSessionRetryOptions Retry { get; set; } = new();

    /// <summary>How a call goes on when its stream breaks.</summary>
    public StreamReconnectOptions Reconnect { get; set; } = new();

    /// <summary>When a healthy stream is replaced before something cuts it.</summary>
    public StreamRotationOptions Rotation { get; set; } = new();

    /// <summary>What happens to a stream that has nothing to send.</summary>
    public StreamIdleOptions Idle { get; set; } = new();

    /// <summary>How a call's audio is buffered and joined into chunks.</summary>
    public AudioBufferOptions Audio { get; set; } = new();

    /// <summary>The connections below the client.</summary>
    public HttpConnectionOptions Http { get; set; } = new();

    /// <summary>The longest that a unary request may take, retries included. Past it: DEADLINE_EXCEEDED.</summary>
    /// <value>10 ms to 1 day; 30 s by default.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that opening a call may take, retries included. Past it: DEADLINE_EXCEEDED.</summary>
    /// <value>10 ms to 1 day; 30 s by default.</value>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest that one attempt to open a stream may take, from the connection to the server's first sign, at the start of a call and
    /// in an outage, so that one server that hangs does not use up the time for the others. The time for a token has limits of its own.
    /// </summary>
    /// <value>10 ms to 1 day; 10 s by default.</value>
    public TimeSpan OpenAttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long opening a call waits for the server's first answer after the configuration has been written, so that a refusal is thrown by
    /// the opening rather than found later. A server that says nothing in this time is believed: the call is open.
    /// </summary>
    /// <value>0 (do not wait) or more; 500 ms by default.</value>
    public TimeSpan OpenConfirmationTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest that an ending call may take to write what is queued. Past it the call is cut off, and the rest counted as dropped.
    /// </summary>
    /// <value>More than 0; 10 s by default.</value>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest that an ending call waits, after the half-close, for the server's last answers and its end of the stream.
    /// </summary>
    /// <value>More than 0; 10 s by default.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many answers a call keeps for <c>ReadAllAsync</c>. Past it the oldest good ones are shed and counted. As many failing ones are
    /// kept besides: the first half and the last half of them.
    /// </summary>
    /// <value>1 or more; 256 by default.</value>
    public int ResponseBufferCapacity { get; set; } = 256;

    /// <summary>
    /// Events of a call that may wait to be written or acknowledged, by their encoded size. Past it <c>SendEventAsync</c> throws a
    /// <see cref="VoiceCallSessionException"/> with RESOURCE_EXHAUSTED; nothing is dropped. Of a server that acknowledges no event, what
    /// was written is not kept for a replay beyond that.
    /// </summary>
    /// <value>In bytes; 4 MiB to 1 GiB; 8 MiB (8,388,608) by default.</value>
    public int MaxEventBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Answers that a call keeps for <c>ReadAllAsync</c>, by their encoded size. Past it the oldest are shed and counted, as past
    /// <see cref="ResponseBufferCapacity"/>.
    /// </summary>
    /// <value>In bytes; 64 KiB to 1 GiB; 1 MiB (1,048,576) by default.</value>
    public int ResponseBufferBytes { get; set; } = 1024 * 1024;

    /// <summary>Whether audio offered while a call is on hold is sent. Otherwise it is dropped and counted.</summary>
    /// <value>False by default.</value>
    public bool SendAudioOnHold { get; set; }

    /// <summary>
    /// Whether an answer to one message stands for all messages before it. Streams are ordered, so by default it does; whether the service
    /// answers every message is unknown.
    /// </summary>
    /// <value>True by default.</value>
    public bool CumulativeAcknowledgements { get; set; } = true;

    /// <summary>
    /// How long live calls may go on once the client is being drained, so that whoever feeds them can end them himself. Then the client
    /// ends them. With a host, keep this, <see cref="FlushTimeout"/> and <see cref="DrainTimeout"/> together below the host's
    /// <c>ShutdownTimeout</c>.
    /// </summary>
    /// <value>0 (end them at once) to 1 day; 5 s by default.</value>
    public TimeSpan ShutdownGracePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether calls that the client ends when it is drained are told to the service as over, with <c>CALL_ENDED</c>. Set it where a call
    /// does not outlive this process. Audio calls have no events on their stream; theirs are the application's to send.
    /// </summary>
    /// <value>False by default: the stream ends well, without an event.</value>
    public bool EndCallsOnShutdown { get; set; }

    /// <summary>What happens when a call is opened under the platform call id of one that is still live in this client.</summary>
    /// <value><see cref="DuplicateCallIdPolicy.Warn"/> by default.</value>
    public DuplicateCallIdPolicy DuplicateCallIds { get; set; }

    /// <summary>Where the client logs. What a logger throws reaches no call. No credential and no audio is ever logged.</summary>
    /// <value>Null by default: nothing is logged.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Where the client's time comes from.</summary>
    /// <value><see cref="TimeProvider.System"/> by default.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What is wrong with the options, each with the fix; nested ones included; nothing of a credential.</summary>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) =>
        VoiceCallSessionClientOptionsValidator.Validate(this).Select(static fault => new ValidationResult(fault));

    /// <summary>Where exceptions of the application's telemetry code are counted.</summary>
    internal CallbackErrors CallbackErrors { get; private set; } = new(loggers: null, endpoint: null);

    internal ILogger CreateLogger(string category) => (LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(category);

    /// <summary>A deep copy, so that neither side sees the other's changes.</summary>
    internal VoiceCallSessionClientOptions Copy()
    {
        var copy = (VoiceCallSessionClientOptions)MemberwiseClone();
        copy.Retry = Retry?.Copy()!;
        copy.Reconnect = Reconnect?.Copy()!;
        copy.Rotation = Rotation?.Copy()!;
        copy.Idle = Idle?.Copy()!;
        copy.Audio = Audio?.Copy()!;
        copy.Http = Http?.Copy()!;
        copy.CallbackErrors = LoggerFactory is SafeLoggerFactory ? CallbackErrors : new CallbackErrors(LoggerFactory, Endpoint);
        copy.LoggerFactory = SafeLoggerFactory.Around(LoggerFactory, copy.CallbackErrors);
        return copy;
    }
}
