namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>
/// Where messages are written that may wait for others to go with. gRPC's own writers have no way to say that none will come.
/// </summary>
internal interface IFlushableStream
{
    /// <summary>Sends what waits. Not while a message is being written.</summary>
    Task FlushAsync();
}
