using System.Net;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// How a <see cref="FakeVoiceCallSessionServer"/> is started. Read once, at its start. Not thread-safe while it is being set.
/// </summary>
public sealed class FakeVoiceCallSessionServerOptions
{
    private const int SmallestWindow = 65_535;

    /// <summary>
    /// Whether the server speaks TLS, with a certificate that is made at start (see <see cref="FakeVoiceCallSessionServer.Certificate"/>).
    /// Otherwise it speaks in clear: HTTP/2 by prior knowledge, and HTTP/1.1 for REST. Default: false.
    /// </summary>
    public bool UseTls { get; set; }

    /// <summary>Port on 127.0.0.1, 0 to 65535; 0 takes a free one. Default: 0.</summary>
    public int Port { get; set; }

    /// <summary>Clock of scripted delays and of the record's times. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Value that the <c>authorization</c> header must have, such as <c>ApiKey secret</c>; anything else is UNAUTHENTICATED. Null, the
    /// default, takes any request. Can be changed later, see <see cref="FakeVoiceCallSessionServer.RequiredAuthorization"/>.
    /// </summary>
    public string? RequiredAuthorization { get; set; }

    /// <summary>Number of streams that a connection may have at once, from 1. Default: 100.</summary>
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>
    /// HTTP/2 flow control: how many bytes a client may send on a stream, and on all streams of a connection together, before the server
    /// has read them. From 65535. Null, the default, leaves it to Kestrel (768 KB and 1 MB).
    /// </summary>
    public int? InitialWindowBytes { get; set; }

    /// <summary>
    /// Full service name to serve instead of <c>cresta.v1.voicecallsession.VoiceCallSessionService</c> (<em>assumed</em>); null, the
    /// default, for that one.
    /// </summary>
    public string? ServiceName { get; set; }

    /// <summary>Script of every stream that has no other. Default: <see cref="CallScript.Answering"/>.</summary>
    public CallScript Script { get; set; } = CallScript.Answering();

    /// <summary>
    /// Whether the server speaks HTTP/1.1 and no HTTP/2, as behind a proxy that breaks gRPC: then only REST is left. Default: false.
    /// </summary>
    public bool Http1Only { get; set; }

    /// <summary>
    /// Whether the server speaks gRPC next to REST. Otherwise it is a gateway alone, which answers gRPC as any other path that it does not
    /// know: 404. Default: true.
    /// </summary>
    public bool ServesGrpc { get; set; } = true;

    /// <summary>
    /// What stands between REST clients and the service. Default: <see cref="RestBehavior.Default"/>. Can be changed later, see
    /// <see cref="FakeVoiceCallSessionServer.Rest"/>.
    /// </summary>
    public RestBehavior Rest { get; set; } = RestBehavior.Default;

    /// <summary>
    /// Whether records keep the audio itself and the size of each chunk, and not only counts and hashes. Takes as much memory as the audio
    /// has bytes. Default: false.
    /// </summary>
    public bool KeepAudio { get; set; }

    /// <summary>Where the server logs; it is not disposed of. Null, the default, logs nothing.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>A copy of options that have sense.</summary>
    internal static FakeVoiceCallSessionServerOptions CopyOf(FakeVoiceCallSessionServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var fault = options switch
        {
            { TimeProvider: null } => $"{nameof(TimeProvider)} is null; leave it out for the system's clock.",
            { Script: null } => $"{nameof(Script)} is null; leave it out for a server that answers.",
            { Rest: null } => $"{nameof(Rest)} is null; leave it out for a gateway that behaves well.",
            { Port: < IPEndPoint.MinPort or > IPEndPoint.MaxPort } =>
                $"{nameof(Port)} is {options.Port}; a port is 0 to 65535, and 0 takes a free one.",
            { MaxStreamsPerConnection: < 1 } => $"{nameof(MaxStreamsPerConnection)} is {options.MaxStreamsPerConnection}; it starts at 1.",
            { InitialWindowBytes: < SmallestWindow } =>
                $"{nameof(InitialWindowBytes)} is {options.InitialWindowBytes}; it starts at {SmallestWindow}.",
            { ServiceName: { } name } when string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal) =>
                $"{nameof(ServiceName)} is '{name}'; it has to be a full name such as "
                    + $"'cresta.v1.voicecallsession.VoiceCallSessionService'.",
            _ => null,
        };
        return fault is null
            ? (FakeVoiceCallSessionServerOptions)options.MemberwiseClone()
            : throw new ArgumentException(fault, nameof(options));
    }
}
