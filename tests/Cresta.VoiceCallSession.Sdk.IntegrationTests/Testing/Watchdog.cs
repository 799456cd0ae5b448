namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>Bounds every wait, so that a fault fails a test instead of hanging the run.</summary>
internal static class Watchdog
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static Task Guarded(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Guarded<T>(this Task<T> task) => task.WaitAsync(Limit);
}
