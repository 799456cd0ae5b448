namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>A stream broke in a way that another may mend. Never leaves the engine.</summary>
internal sealed class StreamBrokenException(VoiceCallSessionException failure) : Exception(failure.Message, failure)
{
    public VoiceCallSessionException Failure { get; } = failure;
}
