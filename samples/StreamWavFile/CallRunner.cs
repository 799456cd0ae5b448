using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using StreamWavFile.Wav;

namespace StreamWavFile;

/// <summary>Puts a call together and runs it: file, server, client, session.</summary>
internal sealed class CallRunner(CallOptions options, ICallView view, TextWriter notes, TextWriter warnings)
{
    // A recording can be sent much faster than a busy server reads it, so an ending call is given more time than a live one needs.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    private static readonly string[] PartyNames = ["agent", "visitor"];

    private readonly TimeProvider _timeProvider = TimeProvider.System;

    public async Task<CallReport> RunAsync(Interruption interruption)
    {
        Chaos.ThrowIfUnfit(options);
        await using var source = await WavSource.OpenAsync(options.File, options.Encoding, interruption.Ending);
        var configuration = Configure(source);
        Participant[] participants = [Participants.Agent(options.AgentId), Participants.Visitor(options.VisitorId)];
        await using var server = options.Endpoint is null ? await FakeVoiceCallSessionServer.StartAsync() : null;
        await using var chaos = await Chaos.StartAsync(server, options, source.Duration, _timeProvider);
        await using var client = new VoiceCallSessionClient(ClientOptions(options.Endpoint ?? chaos?.Endpoint ?? server!.Endpoint));
        await DescribeAsync(source, server, chaos);

        await using var session = await client.OpenCallSessionAsync(configuration, interruption.Ending);
        var progress = new CallProgress(_timeProvider, source.Duration, PartyNames.Take(source.Format.Channels));
        var streamer = new CallStreamer(session, source, participants, options, progress, _timeProvider);
        var answers = AnswerReader.ReadAsync(session, progress);
        var following = view.FollowAsync(progress, session.Completion);
        var faults = chaos?.RunAsync(progress, session.Completion) ?? Task.CompletedTask;
        try
        {
            return await streamer.RunAsync(interruption);
        }
        finally
        {
            await session.DisposeAsync();
            await Task.WhenAll(answers, following, faults);
            foreach (var warning in source.Faults.Append(streamer.Warning).OfType<string>())
            {
                await warnings.WriteLineAsync(warning);
            }
        }
    }

    private StreamingConfig Configure(WavSource source) => new StreamingConfigBuilder(options.Profile)
        .WithAudio(source.Encoding, source.Format.SampleRate)
        .WithPlatformCallId(options.CallId)
        .Build();

    private VoiceCallSessionClientOptions ClientOptions(Uri endpoint)
    {
        var client = new VoiceCallSessionClientOptions
        {
            Endpoint = endpoint,
            Transport = options.Transport,
            Credential = string.IsNullOrEmpty(options.ApiKey) ? CrestaCredential.None : CrestaCredential.FromApiKey(options.ApiKey),
            Audio = { TargetChunkDuration = options.ChunkDuration },
            FlushTimeout = EndTimeout,
            DrainTimeout = EndTimeout,
        };
        if (options.ChaosSeed is not null)
        {
            Chaos.Prepare(client);
        }

        return client;
    }

    private async Task DescribeAsync(WavSource source, FakeVoiceCallSessionServer? server, Chaos? chaos)
    {
        await notes.WriteLineAsync(server is null
            ? $"Endpoint: {options.Endpoint!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}"
            : $"Endpoint: {server.Endpoint}, a fake server in this process (no --endpoint was given)");
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
