namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Tests that starve, stop or measure the whole process, and so run when nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Exclusive
{
    public const string Name = "alone in the process";
}
