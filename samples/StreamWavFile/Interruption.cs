using System.Runtime.InteropServices;

namespace StreamWavFile;

/// <summary>Ctrl-C and SIGTERM: the first ends the call gracefully, the second aborts it.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Ending => _ending.Token;

    public CancellationToken Aborting => _aborting.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _ending.Dispose();
        _aborting.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Without this the process would end at once.
        context.Cancel = true;
        (_ending.IsCancellationRequested ? _aborting : _ending).Cancel();
    }
}
