namespace WorkerService.Pbx;

/// <summary>Takes a frame on the media thread. The frame is the PBX's again when this returns.</summary>
internal delegate void FrameHandler(Leg leg, ReadOnlySpan<byte> frame);
