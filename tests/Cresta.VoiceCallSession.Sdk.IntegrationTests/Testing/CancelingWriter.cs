using System.Text;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>Cancels at the first line that is written.</summary>
internal sealed class CancelingWriter(CancellationTokenSource cancellation) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override Task WriteLineAsync(string? value) => cancellation.CancelAsync();
}
