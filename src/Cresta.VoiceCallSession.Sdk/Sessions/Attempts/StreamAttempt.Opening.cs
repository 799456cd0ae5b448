using Cresta.VoiceCallSession.Sdk.Sessions.Engine;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>How a stream begins.</summary>
internal sealed partial class StreamAttempt<TResponse>
{
    /// <summary>
    /// Writes the configuration and waits for the server's first sign, but not for ever: not every server answers a configuration. Throws what the
    /// transport threw if the stream ended instead.
    /// </summary>
    public async Task OpenAsync(OutboundMessage configuration, TimeSpan confirmationTimeout, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abort);
        try
        {
            _work.Ledger.OnSending(configuration);
            await _call.RequestStream.WriteAsync(configuration, cancellationToken).ConfigureAwait(false);
            if (confirmationTimeout > TimeSpan.Zero)
            {
                await _firstSign.Task.WaitAsync(confirmationTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            // Silence is no refusal.
            return;
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            // The status that ended the stream tells more than the write that stumbled over it.
            await ThrowIfEndedAsync(e).ConfigureAwait(false);
            throw;
        }

        if (_ended)
        {
            await ThrowIfEndedAsync(writeFailure: null).ConfigureAwait(false);
        }
    }

    private async Task ThrowIfEndedAsync(Exception? writeFailure)
    {
        if (writeFailure is not null)
        {
            await AwaitEndAsync(writeFailure).ConfigureAwait(false);
        }

        // A write that only met the server's good end has nothing of its own to tell.
        var ended = await _receiving.ConfigureAwait(false);
        throw _cutOff ?? ended ?? (writeFailure is RpcException { StatusCode: StatusCode.OK } ? null : writeFailure) ?? CallFailures.EndedEarly();
    }
}
