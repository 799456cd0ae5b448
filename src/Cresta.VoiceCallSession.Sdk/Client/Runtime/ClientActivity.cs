using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Client.Runtime;

/// <summary>How a client's last dealings with the service went, for the health check. Thread-safe.</summary>
internal sealed class ClientActivity
{
    private volatile ClientFailure? _lastFailure;
    private volatile bool _succeededSince;

    /// <summary>The last failure, or null where there has been none.</summary>
    public ClientFailure? LastFailure => _lastFailure;

    /// <summary>Whether the last failure is the last word, and speaks of the service rather than of what one caller asked for.</summary>
    public bool IsFailing => !_succeededSince && _lastFailure is { Exception.StatusCode: var code } && !IsTheCallersOwn(code);

    /// <summary>Takes note of how something went.</summary>
    public async Task<T> WatchAsync<T>(Task<T> dealing, TimeProvider timeProvider)
    {
        try
        {
            var result = await dealing.ConfigureAwait(false);
            Succeeded();
            return result;
        }
        catch (VoiceCallSessionException e)
        {
            Failed(e, timeProvider);
            throw;
        }
    }

    public void Succeeded() => _succeededSince = true;

    public void Failed(VoiceCallSessionException exception, TimeProvider timeProvider)
    {
        _lastFailure = new ClientFailure(exception, timeProvider.GetUtcNow());
        _succeededSince = false;
    }

    private static bool IsTheCallersOwn(StatusCode code) =>
        code is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists
        or StatusCode.OutOfRange or StatusCode.FailedPrecondition or StatusCode.Cancelled;
}
