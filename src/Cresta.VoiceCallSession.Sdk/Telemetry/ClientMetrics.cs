namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>The measurements of one client, or of one credential, under the tags of its server. Thread-safe.</summary>
internal sealed class ClientMetrics(ServerTags server)
{
    /// <summary>The tags of the server.</summary>
    public ServerTags Server => server;

    public void OnRetry(string operation) => Instruments.Retries.Record(1, server, new("operation", operation));

    public void OnRequestedDelay(TimeSpan delay) => Instruments.PushedBackWaits.Record(delay.TotalSeconds, server);

    public void OnStreamEnded(string cause, string status, TimeSpan duration)
    {
        Instruments.Attempts.Record(1, server, new("cause", cause), new("status", status));
        Instruments.AttemptDuration.Record(duration.TotalSeconds, server, new("status", status));
    }

    public void OnAcknowledged(TimeSpan roundTrip) => Instruments.RoundTrip.Record(roundTrip.TotalSeconds, server);

    public void OnDequeued(TimeSpan wait) => Instruments.QueueWait.Record(wait.TotalSeconds, server);

    public void OnTokenRequested(string status) => Instruments.TokenRefreshes.Record(1, server, new("status", status));
}
