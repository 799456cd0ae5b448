using System.Threading.Channels;
using Cresta.VoiceCallSession.Sdk;
using Microsoft.Extensions.Options;

namespace WorkerService.Pbx;

/// <summary>Stands for a phone platform: calls come in, and one media thread hands out the frames of all of them, each 20 ms.</summary>
internal sealed class SimulatedPbx(IOptions<PbxOptions> options, TimeProvider timeProvider) : BackgroundService
{
    private readonly Channel<PhoneCall> _calls = Channel.CreateUnbounded<PhoneCall>();

    /// <summary>The calls that come in. Ends after the last.</summary>
    public ChannelReader<PhoneCall> Calls => _calls.Reader;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (count, seconds) = (options.Value.Calls, options.Value.Seconds);
        var calls = new List<PhoneCall>(count);
        var clock = new AudioPacer(timeProvider, speed: 1);
        for (var tick = 0; calls.Count < count || calls.Exists(call => !call.IsOver); tick++)
        {
            await clock.WaitUntilAsync(tick * PhoneCall.Frame, stoppingToken);
            if (calls.Count < count)
            {
                var call = new PhoneCall(calls.Count + 1, seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
                calls.Add(call);
                _calls.Writer.TryWrite(call);
            }
            else
            {
                _calls.Writer.TryComplete();
            }

            calls.ForEach(call => call.Tick());
        }
    }
}
