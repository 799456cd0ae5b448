using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>A clock that stands still and counts who looks at it.</summary>
internal sealed class CountedTime : FakeTimeProvider
{
    private long _timestamps;

    public long Timestamps => Interlocked.Read(ref _timestamps);

    public override long GetTimestamp()
    {
        Interlocked.Increment(ref _timestamps);
        return base.GetTimestamp();
    }
}
