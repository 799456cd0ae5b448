namespace Cresta.VoiceCallSession.Sdk.Testing.Scenarios;

/// <summary>Draws a scenario from a seed: rounds of quiet, a fault, and its end.</summary>
internal sealed class SeededSteps(int seed, TimeSpan length)
{
    private const int Rounds = 8;
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(3);

    private readonly Random _random = new(seed);
    private readonly FaultScenarioBuilder _steps = new();
    private readonly TimeSpan _round = length / Rounds < LongestRound ? length / Rounds : LongestRound;

    public FaultScenario Draw()
    {
        var left = length;
        while (true)
        {
            var quiet = Share(0.2, 0.8);
            var lasting = Share(0.1, 0.7);
            left -= quiet + lasting;
            if (left < TimeSpan.Zero)
            {
                return _steps.After(left + quiet + lasting).Heal().Build(seed);
            }

            _steps.After(quiet);
            AddFault(lasting);
        }
    }

    private void AddFault(TimeSpan lasting)
    {
        switch (_random.Next(10))
        {
            case 0:
                _steps.CutAll().After(lasting);
                break;
            case 1:
                _steps.CutOne().After(lasting);
                break;
            case 2:
                _steps.Add(Toxic.ResetAfter(Bytes()).In(Direction())).After(lasting).Heal();
                break;
            case 3:
                _steps.Add(Toxic.LimitTo(Bytes()).In(Direction())).After(lasting).Heal();
                break;
            case 4:
                _steps.AddToNext(Toxic.ResetAfter(Bytes()).In(Direction())).CutAll().After(lasting).Heal();
                break;
            case 5:
                _steps.Add(Toxic.BlackHole().In(Direction())).After(lasting).CutAll().Heal();
                break;
            case 6:
                _steps.Add(Latency().In(Direction())).After(lasting).Heal();
                break;
            case 7:
                _steps.Add(Toxic.Slicer(_random.Next(1, 65)), Latency()).After(lasting).Heal();
                break;
            case 8:
                _steps.Add(Toxic.Bandwidth((int)Between(500, 20_000)).In(Direction())).After(lasting).Heal();
                break;
            default:
                _steps.RefuseConnections().CutAll().After(lasting).AcceptConnections();
                break;
        }
    }

    private Toxic Latency()
    {
        var most = Math.Clamp(_round.TotalMilliseconds / 4, 1, 500);
        var delay = Math.Round(Between(1, most));
        return Toxic.Latency(TimeSpan.FromMilliseconds(delay), TimeSpan.FromMilliseconds(_random.Next((int)delay + 1)));
    }

    private FaultDirection Direction() => (FaultDirection)_random.Next(3);

    // From within the first frame to some seconds of audio, as likely small as large.
    private long Bytes() => (long)Between(1, 50_000);

    private double Between(double min, double max) => min * Math.Pow(max / min, _random.NextDouble());

    // In whole milliseconds, as it is printed.
    private TimeSpan Share(double min, double max) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(_round.TotalMilliseconds * (min + (_random.NextDouble() * (max - min))))));
}
