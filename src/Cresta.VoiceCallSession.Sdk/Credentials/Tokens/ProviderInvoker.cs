using System.Globalization;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>
/// Calls what the application gave us to call. It may throw, block or never return; a call's opening must not hang on it.
/// </summary>
internal static class ProviderInvoker
{
    /// <summary>
    /// Calls a provider away from the caller's thread, which it might block, and waits for it as long as the limit allows.
    /// </summary>
    /// <exception cref="VoiceCallSessionException">
    /// The provider threw or took too long. That may pass; what it threw is the inner exception.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller's own token was cancelled.</exception>
    public static async Task<T> CallAsync<T>(
        string subject, Func<CancellationToken, ValueTask<T>> provider, TimeSpan limit, TimeProvider timeProvider,
            CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var token = either.Token;
        var call = Task.Run(async () => await provider(token).ConfigureAwait(false), CancellationToken.None);
        try
        {
            return await call.WaitAsync(token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Abandon(call);
            cancellationToken.ThrowIfCancellationRequested();
            if (e is VoiceCallSessionException)
            {
                throw;
            }

            throw timeout.IsCancellationRequested && e is OperationCanceledException
                ? Failure(StatusCode.DeadlineExceeded,
                    $"The provider of the {subject} did not return within {Seconds(limit)} s; make it faster, and make it observe its "
                        + $"cancellation token.", e)
                : Failure(StatusCode.Unavailable, $"The provider of the {subject} threw {e.GetType().Name}; see the inner exception.", e);
        }
    }

    // What comes of a call that nobody waits for any more is its own affair, also its failure.
    private static void Abandon(Task call) =>
        _ = call.ContinueWith(
            static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private static VoiceCallSessionException Failure(StatusCode code, string message, Exception cause) =>
        new(code, message, cause) { IsTransient = true };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
