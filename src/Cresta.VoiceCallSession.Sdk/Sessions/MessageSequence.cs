using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Cresta.VoiceCallSession.Sdk.Sessions;

/// <summary>A call as a sequence of requests in and a sequence of responses out: a loop over a session.</summary>
internal static class MessageSequence
{
    public static async IAsyncEnumerable<TResponse> RunAsync<TRequest, TResponse>(
        Func<CancellationToken, Task<DuplexSession<TRequest, TResponse>>> open, IAsyncEnumerable<TRequest> requests,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var session = await open(cancellationToken).ConfigureAwait(false);
        var sender = new SequenceSender<TRequest, TResponse>(session, requests);
        var sending = sender.RunAsync();
        try
        {
            var responses = session.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var _ = responses.ConfigureAwait(false);
            while (await MoveNextAsync(responses, sender).ConfigureAwait(false))
            {
                yield return responses.Current;
            }

            if (!sender.IsOver && sender.Failure is null)
            {
                throw new InvalidOperationException("The call was ended before the sequence of its messages, by the disposal or the "
                    + "drain of its client.");
            }

            await sending.ConfigureAwait(false);
        }
        finally
        {
            // The session first: its end does not depend on the sequence.
            await session.DisposeAsync().ConfigureAwait(false);
            _ = sender.AbandonAsync(sending);
        }
    }

    /// <summary>The failure of the sequence comes before the abort of the call that it caused.</summary>
    private static async ValueTask<bool> MoveNextAsync<TRequest, TResponse>(
        IAsyncEnumerator<TResponse> responses, SequenceSender<TRequest, TResponse> sender)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            return await responses.MoveNextAsync().ConfigureAwait(false);
        }
        catch (VoiceCallSessionException) when (sender.Failure is not null and not VoiceCallSessionException)
        {
            ExceptionDispatchInfo.Throw(sender.Failure);
            throw;
        }
    }
}
