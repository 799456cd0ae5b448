namespace Samples;

/// <summary>The exit codes of all samples.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A call failed, audio or an event was lost, a check failed, or the program could not start its work.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is invalid.</summary>
    public const int BadUsage = 2;
}
