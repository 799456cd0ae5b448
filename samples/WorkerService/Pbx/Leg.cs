namespace WorkerService.Pbx;

/// <summary>A side of a call.</summary>
internal enum Leg
{
    Agent,
    Caller,
}
