namespace Doctor;

internal static class ExitCodes
{
    /// <summary>Everything passed, perhaps with warnings.</summary>
    public const int Sound = 0;

    /// <summary>Something failed.</summary>
    public const int Failed = 1;

    public const int BadUsage = 2;
}
