namespace WorkerService.Pbx;

/// <summary>What the PBX tells of a call.</summary>
internal enum PhoneSignal
{
    Held,
    Retrieved,
    HungUp,
}
