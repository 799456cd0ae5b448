using Cresta.VoiceCallSession.Sdk.Diagnosis;

namespace Cresta.VoiceCallSession.Sdk;

/// <content>Finds out why calls cannot be made.</content>
public partial class VoiceCallSessionClient
{
    /// <summary>
    /// Looks at everything between this process and the service, step by step, over new connections that are made exactly as those of the
    /// client's calls: name, TCP, proxy, TLS, HTTP/2, token, service and transport, credential, whether streams run both ways at once, and
    /// this machine's clock. No call is opened. The credential goes to the endpoint, as with any call. What is sent is in
    /// <c>docs/doctor.md</c>.
    /// </summary>
    /// <param name="cancellationToken">Ends the diagnosis.</param>
    /// <returns>What was found, with one status and one next step for each check.</returns>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual Task<DiagnosisReport> DiagnoseAsync(CancellationToken cancellationToken = default) =>
        DiagnoseAsync(new DiagnosisOptions(), cancellationToken);

    /// <summary>
    /// As <see cref="DiagnoseAsync(CancellationToken)"/>, with settings: more time, or a test call that shows what cannot be seen without
    /// one.
    /// </summary>
    /// <param name="options">The settings; they are copied.</param>
    /// <param name="cancellationToken">Ends the diagnosis.</param>
    /// <returns>What was found, with one status and one next step for each check.</returns>
    /// <exception cref="ArgumentException">Options are wrong; the message lists all that are, each with the fix.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual async Task<DiagnosisReport> DiagnoseAsync(DiagnosisOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = options.Copy();
        own.ThrowIfInvalid(nameof(options));
        cancellationToken.ThrowIfCancellationRequested();
        var runtime = Acquire();
        try
        {
            return await DiagnosisRun.RunAsync(runtime, own, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            runtime.Release();
        }
    }
}
