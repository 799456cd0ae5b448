namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What a check came to.</summary>
public enum DiagnosisStatus
{
    /// <summary>In order.</summary>
    Passed = 0,

    /// <summary>Not looked at: it does not apply here, or something that it rests on has failed.</summary>
    Skipped = 1,

    /// <summary>Calls can be made, but something is not as it should be, or could not be found out.</summary>
    Warning = 2,

    /// <summary>Calls cannot be made.</summary>
    Failed = 3,
}
