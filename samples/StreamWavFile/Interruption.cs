using System.Runtime.InteropServices;

namespace StreamWavFile;

/// <summary>Ctrl-C and SIGTERM: the first ends the call gracefully, the second cuts it off.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _cutOff = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Ending => _ending.Token;

    public CancellationToken CutOff => _cutOff.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _ending.Dispose();
        _cutOff.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Without this the process would end here and now.
        context.Cancel = true;
        (_ending.IsCancellationRequested ? _cutOff : _ending).Cancel();
    }
}
