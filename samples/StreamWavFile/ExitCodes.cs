namespace StreamWavFile;

internal static class ExitCodes
{
    /// <summary>The call completed and nothing was lost.</summary>
    public const int Delivered = 0;

    /// <summary>The call failed, something was lost, or the file holds nothing to stream.</summary>
    public const int Failed = 1;

    public const int BadUsage = 2;
}
