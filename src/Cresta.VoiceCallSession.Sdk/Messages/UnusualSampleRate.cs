namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What to do with a sample rate that the encoding is not made for.</summary>
public enum UnusualSampleRate
{
    /// <summary>Take it for a mistake: <see cref="StreamingConfigBuilder.Build"/> refuses it.</summary>
    Refuse = 0,

    /// <summary>Take it as meant. Whether the service can decode it is for the service to say.</summary>
    Allow = 1,
}
