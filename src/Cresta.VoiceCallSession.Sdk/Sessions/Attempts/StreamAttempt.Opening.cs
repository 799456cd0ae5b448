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
        var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abort);
        await using (registration.ConfigureAwait(false))
        {
            await WriteConfigurationAsync(configuration, confirmationTimeout, cancellationToken).ConfigureAwait(false);
        }

        // A cancellation that came at the last moment has aborted a stream that seems to be open.
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task WriteConfigurationAsync(OutboundMessage configuration, TimeSpan confirmationTimeout, CancellationToken cancellationToken)
    {
        try
        {
            _work.Ledger.OnSending(configuration);
            await _call.RequestStream.WriteAsync(configuration, cancellationToken).ConfigureAwait(false);
            if (confirmationTimeout > TimeSpan.Zero)
            {
                await ConfirmAsync(confirmationTimeout, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            // The status that ended the stream tells more than the write that failed because of it.
            await ThrowIfEndedAsync(e).ConfigureAwait(false);
            throw;
        }

        if (_ended)
        {
            await ThrowIfEndedAsync(writeFailure: null).ConfigureAwait(false);
        }

        if (confirmationTimeout > TimeSpan.Zero)
        {
            // The stream has outlived its opening.
            _work.Context.Errors.Proof.OnStreamProved();
        }
    }

    /// <summary>Silence is no refusal. But where the connection can be observed, a server that has sent no HTTP/2 SETTINGS is not there yet.</summary>
    private async Task ConfirmAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _firstSign.Task.WaitAsync(timeout, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (_watched.ServerSettings is { IsCompleted: false } settings)
            {
                await Task.WhenAny(_firstSign.Task, settings).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ThrowIfEndedAsync(Exception? writeFailure)
    {
        if (writeFailure is not null)
        {
            await AwaitEndAsync(writeFailure).ConfigureAwait(false);
        }

        // A write that only met the server's OK has nothing of its own to tell.
        var ended = await _receiving.ConfigureAwait(false);
        throw _cutOff ?? ended ?? (writeFailure is RpcException { StatusCode: StatusCode.OK } ? null : writeFailure) ?? CallErrors.EndedEarly();
    }
}
