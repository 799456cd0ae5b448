using System.Threading.Channels;
using Cresta.VoiceCallSession.V1;
using FakeServer;
using Grpc.Net.Client;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>The sample's command, run in the test's process, with its two outputs line by line.</summary>
internal sealed class RunningSample : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly LineWriter _output = new();
    private readonly LineWriter _error = new();

    public RunningSample(params string[] args) => Exit = FakeServerCommand.RunAsync(args, _output, _error, _stop.Token);

    public Task<int> Exit { get; }

    public Task<string> OutputLineAsync() => _output.Lines.ReadAsync().AsTask().Guarded();

    public Task<string> ErrorLineAsync() => _error.Lines.ReadAsync().AsTask().Guarded();

    public Task StopAsync() => _stop.CancelAsync();

    public async Task<(GrpcChannel Channel, VoiceCallSessionService.VoiceCallSessionServiceClient Client)> ConnectAsync()
    {
        var line = await ErrorLineAsync();
        Assert.StartsWith("listening on http://127.0.0.1:", line, StringComparison.Ordinal);
        var channel = GrpcChannel.ForAddress(line["listening on ".Length..]);
        return (channel, new VoiceCallSessionService.VoiceCallSessionServiceClient(channel));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Exit.Guarded();
        _stop.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
    }

    private sealed class LineWriter : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Lines => _lines.Reader;

        public override Task WriteLineAsync(string? value)
        {
            _lines.Writer.TryWrite(value ?? "");
            return Task.CompletedTask;
        }
    }
}
