using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>What a scenario's server and client are like, each drawn from a number, so that a failing one shrinks.</summary>
public sealed record ScenarioSetting(byte Server, byte After, byte Client, byte Ending, byte Life)
{
    internal CallScript Script()
    {
        var n = 3 + (After % 10);
        var script = (Server % 15) switch
        {
            1 => CallScript.Answering().AnswerEvery(3),
            2 => CallScript.Answering().NeverAnswer(),
            3 => CallScript.Answering().EndWithStatus(StatusCode.Unavailable, n),
            4 => CallScript.Answering().EndAfter(n),
            5 => CallScript.Answering().ResetAfter(n, (Http2ErrorCode)(After / 10 % 14)),
            6 => CallScript.Answering().DelayEachMessage(TimeSpan.FromMilliseconds(2)),
            7 => CallScript.Answering().ReverseAnswers(3),
            8 => CallScript.Answering().RepeatAnswers(2),
            9 => CallScript.Answering().FailMessage(n, StatusCode.FailedPrecondition),
            10 => CallScript.Answering().AddStrayAnswers("stray").AddStrayAnswers(""),
            11 => CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, n),
            12 => CallScript.Answering().AbortConnectionAfter(n),
            13 => CallScript.Answering().StopReadingAfter(n),
            14 => CallScript.Answering().GoAwayAfter(n),
            _ => CallScript.Answering(),
        };

        // A server that keeps its side open is one that does not end the stream by itself.
        return Life / 16 % 3 == 2 && Server % 15 is 0 or 1 or 2 or 6 or 7 or 8 or 10 ? script.NeverEnd() : script;
    }

    internal void Configure(VoiceCallSessionClientOptions options)
    {
        options.OpenConfirmationTimeout = TimeSpan.FromMilliseconds(100);
        options.FlushTimeout = TimeSpan.FromSeconds(3);
        options.DrainTimeout = TimeSpan.FromSeconds(3);
        options.OpenTimeout = TimeSpan.FromMinutes(1);
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Http.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
        options.Http.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
        var reconnect = options.Reconnect;
        reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        reconnect.MaxDelay = TimeSpan.FromMilliseconds(20);
        reconnect.MaxAttemptsPerSecond = 1000;
        reconnect.WriteTimeout = TimeSpan.FromMilliseconds(300);
        reconnect.AcknowledgementTimeout = TimeSpan.FromMilliseconds(400);
        reconnect.Replay = (ReplayPolicy)(Client % 3);
        options.Rotation.MaxStreamAge = (Client / 3 % 4) == 3 ? TimeSpan.FromMilliseconds(30) : null;
        options.Rotation.HandoverTimeout = TimeSpan.FromMilliseconds(500);
        options.CumulativeAcknowledgements = (Client / 12 % 4) != 3;
        options.Audio.TargetChunkDuration = (Client / 48 % 2) == 0 ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
        options.Audio.FullPolicy = (AudioBufferFullPolicy)(Client / 96 % 3);
        if (options.Audio.FullPolicy != AudioBufferFullPolicy.Wait)
        {
            options.Audio.MaxBytes = 4096;
        }

        if (Life % 4 == 3)
        {
            (options.Idle.Action, options.Idle.After) = (IdleAction.CloseStream, TimeSpan.FromMilliseconds(20));
        }

        if (Life / 4 % 4 == 3)
        {
            options.Credential = CrestaCredential.FromAccessToken(SlowTokenAsync);
        }
    }

    /// <summary>A token endpoint takes its time, and its tokens do not live long.</summary>
    private static async ValueTask<CrestaAccessToken> SlowTokenAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        return new CrestaAccessToken("slow", DateTimeOffset.UtcNow + TimeSpan.FromSeconds(2));
    }
}
