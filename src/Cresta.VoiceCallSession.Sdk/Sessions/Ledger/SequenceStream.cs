using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>The sequence-in, sequence-out form of a call: a loop over a session.</summary>
internal static class SequenceStream
{
    public static async IAsyncEnumerable<TResponse> RunAsync<TRequest, TResponse>(
        Func<CancellationToken, Task<DuplexSession<TRequest, TResponse>>> open, IAsyncEnumerable<TRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var session = await open(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var broken = new StrongBox<Exception?>();
            var sending = SendAllAsync(session, requests, broken, leaving.Token);
            try
            {
                var responses = session.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                await using var _ = responses.ConfigureAwait(false);
                while (await MoveNextAsync(responses, broken).ConfigureAwait(false))
                {
                    yield return responses.Current;
                }

                await sending.ConfigureAwait(false);
            }
            finally
            {
                await leaving.CancelAsync().ConfigureAwait(false);
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task SendAllAsync<TRequest, TResponse>(DuplexSession<TRequest, TResponse> session, IAsyncEnumerable<TRequest> requests, StrongBox<Exception?> broken, CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            await foreach (var request in requests.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await session.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // The sequence failed half-way: a call that looks complete would be a lie. Noted first, because cutting the call off wakes the reader.
            Volatile.Write(ref broken.Value, e);
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await session.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The failure of the sequence that is being sent comes before the abort of the call that it caused.</summary>
    private static async ValueTask<bool> MoveNextAsync<TResponse>(IAsyncEnumerator<TResponse> responses, StrongBox<Exception?> broken)
    {
        try
        {
            return await responses.MoveNextAsync().ConfigureAwait(false);
        }
        catch (VoiceCallSessionException) when (Volatile.Read(ref broken.Value) is not null and not VoiceCallSessionException)
        {
            ExceptionDispatchInfo.Throw(broken.Value!);
            throw;
        }
    }
}
