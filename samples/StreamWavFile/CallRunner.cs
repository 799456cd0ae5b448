using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using StreamWavFile.Chaos;
using StreamWavFile.Options;
using StreamWavFile.View;
using StreamWavFile.Wav;

namespace StreamWavFile;

/// <summary>Sets up a call and runs it: file, server, client, session.</summary>
internal sealed class CallRunner(CallOptions options, ICallView view, TextWriter notes, TextWriter warnings)
{
    // A recording can be sent much faster than the server reads it, so ending takes longer than for a live call.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    private static readonly string[] PartyNames = ["agent", "visitor"];

    private readonly TimeProvider _timeProvider = TimeProvider.System;

    public async Task<CallReport> RunAsync(Interruption interruption)
    {
        ChaosNetwork.ThrowIfUnfit(options);
        await using var source = await WavSource.OpenAsync(options.File, options.Encoding, interruption.Ending);
        var configuration = Configure(source);
        Participant[] participants = [Participants.Agent(options.AgentId), Participants.Visitor(options.VisitorId)];
        await using var server = await LocalServer.StartUnlessAsync(options.Endpoint, interruption.Ending);
        await using var chaos = await ChaosNetwork.StartAsync(server, options, source.Duration, _timeProvider);
        await using var client = new VoiceCallSessionClient(CreateClientOptions(options.Endpoint ?? chaos?.Endpoint ?? server!.Endpoint));
        await DescribeAsync(source, server, chaos);

        await using var session = await client.OpenCallSessionAsync(configuration, interruption.Ending);
        var progress = new CallProgress(_timeProvider, source.Duration, PartyNames.Take(source.Format.Channels));
        var streamer = new CallStreamer(session, source, participants, options, progress, _timeProvider);
        var responses = ReadResponsesAsync(session, progress);
        var following = view.FollowAsync(progress, session.Completion);
        var faults = chaos?.RunAsync(progress, session.Completion) ?? Task.CompletedTask;
        try
        {
            return await streamer.RunAsync(interruption);
        }
        finally
        {
            await session.DisposeAsync();
            await Task.WhenAll(responses, following, faults);
            foreach (var warning in source.Faults.Append(streamer.Warning).OfType<string>())
            {
                await warnings.WriteLineAsync(warning);
            }
        }
    }

    private static async Task ReadResponsesAsync(CallSession session, CallProgress progress)
    {
        try
        {
            await foreach (var response in session.ReadAllAsync())
            {
                progress.Acknowledge(response.SequenceId);
            }
        }
        catch (VoiceCallSessionException)
        {
            // The call failed, so there are no more responses. The sender gets the same exception, and the report has it.
        }
    }

    private StreamingConfig Configure(WavSource source) => new StreamingConfigBuilder(options.Profile)
        .WithAudio(source.Encoding, source.Format.SampleRate)
        .WithPlatformCallId(options.CallId)
        .Build();

    private VoiceCallSessionClientOptions CreateClientOptions(Uri endpoint)
    {
        var client = new VoiceCallSessionClientOptions
        {
            Endpoint = endpoint,
            Transport = options.Transport,
            Credential = ClientOptions.Credential(options.ApiKey),
            Audio = { TargetChunkDuration = options.ChunkDuration },
            FlushTimeout = EndTimeout,
            DrainTimeout = EndTimeout,
        };
        if (options.ChaosSeed is not null)
        {
            ChaosNetwork.Configure(client);
        }

        return client;
    }

    private async Task DescribeAsync(WavSource source, FakeVoiceCallSessionServer? server, ChaosNetwork? chaos)
    {
        await notes.WriteLineAsync(LocalServer.Describe(options.Endpoint, server));
        var length = source.Duration is { } duration ? string.Create(
            CultureInfo.InvariantCulture,
            $"{duration.TotalSeconds:0.0} s") : "length unknown";
        await notes.WriteLineAsync($"Audio: {Path.GetFileName(options.File)}, {WavFormats.Describe(source.Format)}, {length}, sent as "
            + $"{source.Encoding.ToString().ToUpperInvariant()}");
        await notes.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Call: {options.CallId}, speed "
            + $"{(options.Speed > 0 ? options.Speed : "as fast as possible")}"));
        if (chaos is not null)
        {
            await notes.WriteLineAsync($"Chaos: {chaos}");
        }
    }
}
