namespace EventsOnly;

internal static class ExitCodes
{
    /// <summary>The service has taken all events.</summary>
    public const int Taken = 0;

    /// <summary>The service did not take an event.</summary>
    public const int Failed = 1;

    public const int BadUsage = 2;
}
