using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Cresta.VoiceCallSession.Sdk.Testing.Hosting;

/// <summary>A TCP connection of a client. It travels as a feature of the connection, where its streams find it. Thread-safe.</summary>
internal sealed class TrackedConnection(ConnectionContext connection, ConnectionRegistry registry)
{
    public string Id { get; } = connection.ConnectionId;

    public bool IsServerStopping => registry.IsAborting;

    /// <summary>Closes the socket under all the streams of the connection.</summary>
    public void Abort() => connection.Abort(new ConnectionAbortedException("The fake server was told to abort the connection."));

    /// <summary>Asks the client to open no more streams on the connection.</summary>
    public void GoAway() => connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
}
