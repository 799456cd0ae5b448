namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>What happens next in a scenario.</summary>
public enum ScenarioStep
{
    SpeakAsAgent,
    OfferAFrame,
    SendRawAudioOfVisitor,
    SendAnEvent,
    SendUnderAnOwnId,
    HoldOrUnhold,
    PauseOrResume,
    CutAll,
    BlackHole,
    Heal,
    SlowDown,
    HarmTheNextConnection,
    RefuseConnections,
    AwaitAnAnswer,
}
