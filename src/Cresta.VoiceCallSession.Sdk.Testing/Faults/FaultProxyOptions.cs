namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>How a <see cref="FaultProxy"/> is started. Read once, at its start. Not thread-safe while it is being set.</summary>
public sealed class FaultProxyOptions
{
    /// <summary>
    /// Where the proxy connects to, such as <see cref="FakeVoiceCallSessionServer.Endpoint"/>; only scheme, host and port count. It need
    /// not be reachable: while it is not, the connections of clients are accepted and reset. Required.
    /// </summary>
    public Uri? Upstream { get; set; }

    /// <summary>
    /// Where all chance comes from: jitter, slices, the connection that <see cref="FaultProxy.CutOne"/> takes. Default: 0.
    /// </summary>
    public int Seed { get; set; }

    /// <summary>Clock of delays, schedules and connection times. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Whether connections are accepted from the start; otherwise they are refused until <see cref="FaultProxy.AcceptConnections"/>.
    /// Default: true.
    /// </summary>
    public bool AcceptsConnections { get; set; } = true;

    /// <summary>A copy of options that have sense.</summary>
    internal static FaultProxyOptions CopyOf(FaultProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var fault = options switch
        {
            { Upstream: null } => $"{nameof(Upstream)} is null; give the address of the server, such as http://127.0.0.1:50051.",
            { Upstream.IsAbsoluteUri: false } =>
                $"{nameof(Upstream)} is '{Shown(options.Upstream)}'; it has to be absolute, such as http://127.0.0.1:50051.",
            { Upstream.Port: < 1 } =>
                $"{nameof(Upstream)} is '{Shown(options.Upstream)}', which names no port; give one, such as http://127.0.0.1:50051.",
            { Upstream.IdnHost.Length: 0 } =>
                $"{nameof(Upstream)} is '{Shown(options.Upstream)}', which names no host; give one, such as http://127.0.0.1:50051.",
            { TimeProvider: null } => $"{nameof(TimeProvider)} is null; leave it out for the system's clock.",
            _ => null,
        };
        return fault is null ? (FaultProxyOptions)options.MemberwiseClone() : throw new ArgumentException(fault, nameof(options));
    }

    // What stands before an @ may be a password.
    private static string Shown(Uri address) => address.OriginalString[(address.OriginalString.LastIndexOf('@') + 1)..];
}
