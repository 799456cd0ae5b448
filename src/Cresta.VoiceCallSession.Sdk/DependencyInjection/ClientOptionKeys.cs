using Key = Cresta.VoiceCallSession.Sdk.DependencyInjection.OptionKey<Cresta.VoiceCallSession.Sdk.VoiceCallSessionClientOptions>;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// Every option of a client that a configuration can set. Written out rather than bound by convention, so that a start-up names all wrong
/// values and unknown keys at once, and so that it works in a trimmed application.
/// </summary>
internal static class ClientOptionKeys
{
    public static IReadOnlyList<Key> All { get; } =
    [
        Key.Address("Endpoint", o => o.Endpoint, (o, v) => o.Endpoint = v),
        Key.Switch("AllowInsecureCredentials", o => o.AllowInsecureCredentials, (o, v) => o.AllowInsecureCredentials = v),
        Key.Choice<VoiceCallSessionTransport>("Transport", o => o.Transport, (o, v) => o.Transport = v),
        Key.Text("ServiceName", o => o.ServiceName, (o, v) => o.ServiceName = v),
        Key.Choice<HoldEventNaming>("HoldEventNaming", o => o.HoldEventNaming, (o, v) => o.HoldEventNaming = v),
        Key.Text("Profile", o => o.Profile, (o, v) => o.Profile = v),
        Key.Time("RequestTimeout", o => o.RequestTimeout, (o, v) => o.RequestTimeout = v),
        Key.Time("OpenTimeout", o => o.OpenTimeout, (o, v) => o.OpenTimeout = v),
        Key.Time("OpenAttemptTimeout", o => o.OpenAttemptTimeout, (o, v) => o.OpenAttemptTimeout = v),
        Key.Time("OpenConfirmationTimeout", o => o.OpenConfirmationTimeout, (o, v) => o.OpenConfirmationTimeout = v),
        Key.Time("FlushTimeout", o => o.FlushTimeout, (o, v) => o.FlushTimeout = v),
        Key.Time("DrainTimeout", o => o.DrainTimeout, (o, v) => o.DrainTimeout = v),
        Key.Time("ShutdownGracePeriod", o => o.ShutdownGracePeriod, (o, v) => o.ShutdownGracePeriod = v),
        Key.Switch("EndCallsOnShutdown", o => o.EndCallsOnShutdown, (o, v) => o.EndCallsOnShutdown = v),
        Key.Choice<DuplicateCallIdPolicy>("DuplicateCallIds", o => o.DuplicateCallIds, (o, v) => o.DuplicateCallIds = v),
        Key.Whole("ResponseBufferCapacity", o => o.ResponseBufferCapacity, (o, v) => o.ResponseBufferCapacity = v),
        Key.Whole("ResponseBufferBytes", o => o.ResponseBufferBytes, (o, v) => o.ResponseBufferBytes = v),
        Key.Whole("MaxEventBytes", o => o.MaxEventBytes, (o, v) => o.MaxEventBytes = v),
        Key.Switch("SendAudioOnHold", o => o.SendAudioOnHold, (o, v) => o.SendAudioOnHold = v),
        Key.Switch("CumulativeAcknowledgements", o => o.CumulativeAcknowledgements, (o, v) => o.CumulativeAcknowledgements = v),

        Key.Whole("Retry:MaxRetryAttempts", o => o.Retry.MaxRetryAttempts, (o, v) => o.Retry.MaxRetryAttempts = v),
        Key.Time("Retry:BaseDelay", o => o.Retry.BaseDelay, (o, v) => o.Retry.BaseDelay = v),
        Key.Time("Retry:MaxDelay", o => o.Retry.MaxDelay, (o, v) => o.Retry.MaxDelay = v),

        Key.Switch("Reconnect:Enabled", o => o.Reconnect.Enabled, (o, v) => o.Reconnect.Enabled = v),
        Key.Time("Reconnect:MaxOutage", o => o.Reconnect.MaxOutage, (o, v) => o.Reconnect.MaxOutage = v),
        Key.Time("Reconnect:BaseDelay", o => o.Reconnect.BaseDelay, (o, v) => o.Reconnect.BaseDelay = v),
        Key.Time("Reconnect:MaxDelay", o => o.Reconnect.MaxDelay, (o, v) => o.Reconnect.MaxDelay = v),
        Key.Whole("Reconnect:MaxAttemptsPerSecond", o => o.Reconnect.MaxAttemptsPerSecond, (o, v) => o.Reconnect.MaxAttemptsPerSecond = v),
        Key.Choice<ReplayPolicy>("Reconnect:Replay", o => o.Reconnect.Replay, (o, v) => o.Reconnect.Replay = v),
        Key.Number("Reconnect:CatchUpFactor", o => o.Reconnect.CatchUpFactor, (o, v) => o.Reconnect.CatchUpFactor = v),
        Key.Time("Reconnect:WriteTimeout", o => o.Reconnect.WriteTimeout, (o, v) => o.Reconnect.WriteTimeout = v),
        Key.Time(
            "Reconnect:AcknowledgementTimeout", o => o.Reconnect.AcknowledgementTimeout, (o, v) => o.Reconnect.AcknowledgementTimeout = v),

        Key.Time("Rotation:MaxStreamAge", o => o.Rotation.MaxStreamAge, (o, v) => o.Rotation.MaxStreamAge = v),
        Key.Switch("Rotation:AdaptToObservedStreamAge", o => o.Rotation.AdaptToObservedStreamAge,
            (o, v) => o.Rotation.AdaptToObservedStreamAge = v),
        Key.Switch("Rotation:OnGoAway", o => o.Rotation.OnGoAway, (o, v) => o.Rotation.OnGoAway = v),
        Key.Time("Rotation:MinStreamAge", o => o.Rotation.MinStreamAge, (o, v) => o.Rotation.MinStreamAge = v),
        Key.Time("Rotation:BeforeTokenExpiry", o => o.Rotation.BeforeTokenExpiry, (o, v) => o.Rotation.BeforeTokenExpiry = v),
        Key.Time("Rotation:HandoverTimeout", o => o.Rotation.HandoverTimeout, (o, v) => o.Rotation.HandoverTimeout = v),

        Key.Choice<IdleAction>("Idle:Action", o => o.Idle.Action, (o, v) => o.Idle.Action = v),
        Key.Time("Idle:After", o => o.Idle.After, (o, v) => o.Idle.After = v),

        Key.Whole("Audio:MaxBytes", o => o.Audio.MaxBytes, (o, v) => o.Audio.MaxBytes = v),
        Key.Time("Audio:MaxDuration", o => o.Audio.MaxDuration, (o, v) => o.Audio.MaxDuration = v),
        Key.Choice<AudioBufferFullPolicy>("Audio:FullPolicy", o => o.Audio.FullPolicy, (o, v) => o.Audio.FullPolicy = v),
        Key.Time("Audio:TargetChunkDuration", o => o.Audio.TargetChunkDuration, (o, v) => o.Audio.TargetChunkDuration = v),
        Key.Time("Audio:MaxChunkLatency", o => o.Audio.MaxChunkLatency, (o, v) => o.Audio.MaxChunkLatency = v),

        Key.Time("Http:ConnectTimeout", o => o.Http.ConnectTimeout, (o, v) => o.Http.ConnectTimeout = v),
        Key.Time("Http:PooledConnectionLifetime", o => o.Http.PooledConnectionLifetime, (o, v) => o.Http.PooledConnectionLifetime = v),
        Key.Time("Http:KeepAlivePingDelay", o => o.Http.KeepAlivePingDelay, (o, v) => o.Http.KeepAlivePingDelay = v),
        Key.Time("Http:KeepAlivePingTimeout", o => o.Http.KeepAlivePingTimeout, (o, v) => o.Http.KeepAlivePingTimeout = v),
        Key.Whole("Http:MaxResponseLineBytes", o => o.Http.MaxResponseLineBytes, (o, v) => o.Http.MaxResponseLineBytes = v),
    ];

    /// <summary>Whether a client of the one would behave as a client of the other.</summary>
    public static bool AreAlike(VoiceCallSessionClientOptions one, VoiceCallSessionClientOptions other) =>
        All.All(key => Equals(key.Get(one), key.Get(other)))
        && ReferenceEquals(one.Credential, other.Credential)
        && ReferenceEquals(one.LoggerFactory, other.LoggerFactory)
        && ReferenceEquals(one.TimeProvider, other.TimeProvider)
        && Equals(one.Retry.ShouldRetry, other.Retry.ShouldRetry)
        && Equals(one.Http.ConfigureHandler, other.Http.ConfigureHandler);
}
