using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>What all connections of a server share: plans, records, time. Thread-safe.</summary>
internal sealed class RawServerState(RawHttp2ServerOptions options)
{
    private readonly Lock _gate = new();
    private int _streams;
    private int _connections;

    public TimeProvider TimeProvider { get; } = options.TimeProvider;

    public PlanQueue<Http2StreamPlan> StreamPlans { get; } = new(options.Streams);

    public PlanQueue<Http2ConnectionPlan> ConnectionPlans { get; } = new(options.Connections);

    public WaitList<RawHttp2Stream> Streams { get; } = new(typeof(RawHttp2Server));

    public WaitList<RawHttp2Connection> Connections { get; } = new(typeof(RawHttp2Server));

    public WaitList<Http2ProtocolError> Errors { get; } = new(typeof(RawHttp2Server));

    /// <summary>A new stream, with its number and its plan.</summary>
    public ServerStream OpenStream(ServerConnection connection, int id, IReadOnlyList<HeaderField> headers)
    {
        lock (_gate)
        {
            var plan = connection.Rules.Streams ?? StreamPlans.Take();
            var stream = new ServerStream(connection, id, ++_streams, plan.Rules, headers);
            Streams.Add(stream.Record);
            return stream;
        }
    }

    /// <summary>A new connection, with its number and its plan.</summary>
    public ServerConnection OpenConnection(ConnectionTransport transport)
    {
        lock (_gate)
        {
            var connection = new ServerConnection(this, transport, ++_connections, ConnectionPlans.Take().Rules);
            Connections.Add(connection.Record);
            return connection;
        }
    }

    public void Close()
    {
        Streams.Close();
        Connections.Close();
        Errors.Close();
    }
}
