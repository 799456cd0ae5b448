using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>How a <see cref="RawHttp2Server"/> is started. Read once, at its start. Not thread-safe while it is being set.</summary>
public sealed class RawHttp2ServerOptions
{
    /// <summary>
    /// Whether the server speaks TLS (ALPN <c>h2</c>), with a certificate that is made at start, see
    /// <see cref="RawHttp2Server.Certificate"/>. Otherwise it speaks in clear, by prior knowledge. Default: false.
    /// </summary>
    public bool UseTls { get; set; }

    /// <summary>Port on 127.0.0.1, 0 to 65535; 0 takes a free one. Default: 0.</summary>
    public int Port { get; set; }

    /// <summary>Clock of steps by time, ping strikes and the records' times. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Plan of every stream, until <see cref="RawHttp2Server.Script"/> sets others. Default: <see cref="Http2StreamPlan.Answering"/>.
    /// </summary>
    public Http2StreamPlan Streams { get; set; } = Http2StreamPlan.Answering();

    /// <summary>
    /// Plan of every connection, until <see cref="RawHttp2Server.ScriptConnections"/> sets others. Default:
    /// <see cref="Http2ConnectionPlan.Serving"/>.
    /// </summary>
    public Http2ConnectionPlan Connections { get; set; } = Http2ConnectionPlan.Serving();

    /// <summary>A copy of options that can be used.</summary>
    internal static RawHttp2ServerOptions CopyOf(RawHttp2ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var fault = options switch
        {
            { TimeProvider: null } => $"{nameof(TimeProvider)} is null; leave it out for the system's clock.",
            { Streams: null } => $"{nameof(Streams)} is null; leave it out for a server that answers.",
            { Connections: null } => $"{nameof(Connections)} is null; leave it out for connections without faults.",
            { Port: < IPEndPoint.MinPort or > IPEndPoint.MaxPort } =>
                $"{nameof(Port)} is {options.Port}; a port is 0 to 65535, and 0 takes a free one.",
            _ => null,
        };
        return fault is null ? (RawHttp2ServerOptions)options.MemberwiseClone() : throw new ArgumentException(fault, nameof(options));
    }
}
