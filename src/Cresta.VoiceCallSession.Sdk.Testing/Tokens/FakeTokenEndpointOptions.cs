using System.Net;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>How a <see cref="FakeTokenEndpoint"/> is started. Read once, at its start. Not thread-safe while it is being set.</summary>
public sealed class FakeTokenEndpointOptions
{
    /// <summary>Port on 127.0.0.1, 0 to 65535; 0 takes a free one. Default: 0.</summary>
    public int Port { get; set; }

    /// <summary>The client id that is let in. Default: <c>client-1</c>.</summary>
    public string ClientId { get; set; } = "client-1";

    /// <summary>
    /// The client secret that is let in. Default: <c>secret-1</c>. Can be changed later, see <see cref="FakeTokenEndpoint.ClientSecret"/>.
    /// </summary>
    public string ClientSecret { get; set; } = "secret-1";

    /// <summary>Clock of scripted delays, of the tokens' lives and of the answers' <c>Date</c>. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Script of every request that has no other. Default: <see cref="TokenScript.Granting"/>.</summary>
    public TokenScript Script { get; set; } = TokenScript.Granting();

    /// <summary>A copy of options that have sense.</summary>
    internal static FakeTokenEndpointOptions CopyOf(FakeTokenEndpointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var fault = options switch
        {
            { TimeProvider: null } => $"{nameof(TimeProvider)} is null; leave it out for the system's clock.",
            { Script: null } => $"{nameof(Script)} is null; leave it out for an endpoint that grants.",
            { ClientId: null } => $"{nameof(ClientId)} is null; leave it out for client-1.",
            { ClientSecret: null } => $"{nameof(ClientSecret)} is null; leave it out for secret-1.",
            { Port: < IPEndPoint.MinPort or > IPEndPoint.MaxPort } =>
                $"{nameof(Port)} is {options.Port}; a port is 0 to 65535, and 0 takes a free one.",
            _ => null,
        };
        return fault is null ? (FakeTokenEndpointOptions)options.MemberwiseClone() : throw new ArgumentException(fault, nameof(options));
    }
}
