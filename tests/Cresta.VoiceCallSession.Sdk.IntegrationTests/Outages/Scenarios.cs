using FsCheck;
using FsCheck.Fluent;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>Draws scenarios: mostly speech, with a fault every few steps. A failing one is shrunk to the steps that it takes.</summary>
public static class Scenarios
{
    private static readonly (int Weight, ScenarioStep Step)[] Weights =
    [
        (28, ScenarioStep.SpeakAsAgent), (8, ScenarioStep.OfferAFrame), (16, ScenarioStep.SendRawAudioOfVisitor),
            (6, ScenarioStep.SendAnEvent), (2, ScenarioStep.SendUnderAnOwnId), (4, ScenarioStep.HoldOrUnhold),
        (3, ScenarioStep.PauseOrResume), (5, ScenarioStep.CutAll), (1, ScenarioStep.BlackHole), (4, ScenarioStep.Heal),
            (2, ScenarioStep.SlowDown),
        (3, ScenarioStep.HarmTheNextConnection), (1, ScenarioStep.RefuseConnections), (19, ScenarioStep.AwaitAnAnswer),
    ];

    public static Arbitrary<(ScenarioStep Step, int Amount)[]> Steps()
    {
        var step = Gen.Frequency(Weights.Select(w => (w.Weight, Gen.Constant(w.Step))));
        var one = from kind in step from amount in Gen.Choose(0, 4000) select (kind, amount);
        var many = from count in Gen.Choose(0, 60) from steps in one.ArrayOf(count) select steps;
        return Arb.From(many, Shrink);
    }

    private static IEnumerable<(ScenarioStep Step, int Amount)[]> Shrink((ScenarioStep Step, int Amount)[] steps)
    {
        for (var part = steps.Length / 2; part >= 1; part /= 2)
        {
            for (var from = 0; from + part <= steps.Length; from += part)
            {
                yield return [.. steps[..from], .. steps[(from + part)..]];
            }
        }
    }
}
