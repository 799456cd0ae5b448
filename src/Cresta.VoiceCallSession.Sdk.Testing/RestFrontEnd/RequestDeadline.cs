using Microsoft.AspNetCore.Http;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>The time that a REST request has, by its <c>Grpc-Timeout</c> header; without one it has all the time.</summary>
internal sealed class RequestDeadline : IDisposable
{
    // The longest that a timer takes, some 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _either;

    private RequestDeadline(TimeSpan? timeout, TimeProvider timeProvider, CancellationToken aborted)
    {
        _aborted = aborted;
        if (timeout is { } time)
        {
            _timer = new CancellationTokenSource(time < Longest ? time : Longest, timeProvider);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, aborted);
        }
    }

    /// <summary>Cancelled when the time is up, and when the request is torn down.</summary>
    public CancellationToken Token => _either?.Token ?? _aborted;

    /// <summary>Whether the time is up and the client is still there to hear of it.</summary>
    public bool HasPassed => _timer is { IsCancellationRequested: true } && !_aborted.IsCancellationRequested;

    /// <summary>Starts the time of a request; null when its header is none.</summary>
    public static RequestDeadline? StartFor(HttpContext context, TimeProvider timeProvider)
    {
        var header = context.Request.Headers[GrpcTimeout.Header].ToString();
        if (header.Length == 0)
        {
            return new RequestDeadline(timeout: null, timeProvider, context.RequestAborted);
        }

        return GrpcTimeout.TryParse(header, out var timeout) ? new RequestDeadline(timeout, timeProvider, context.RequestAborted) : null;
    }

    public void Dispose()
    {
        _either?.Dispose();
        _timer?.Dispose();
    }
}
