namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>What handlers have seen.</summary>
internal sealed class RequestCount
{
    private int _requests;
    private int _disposed;

    public int Requests => Volatile.Read(ref _requests);

    public int DisposedHandlers => Volatile.Read(ref _disposed);

    public void Add() => Interlocked.Increment(ref _requests);

    public void Dispose() => Interlocked.Increment(ref _disposed);
}
