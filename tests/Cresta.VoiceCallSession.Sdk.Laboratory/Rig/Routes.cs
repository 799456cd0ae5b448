namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>Each transport through each intermediary.</summary>
public sealed class Routes : TheoryData<VoiceCallSessionTransport, Intermediary>
{
    public Routes()
    {
        foreach (var transport in new[] { VoiceCallSessionTransport.Grpc, VoiceCallSessionTransport.Rest })
        {
            foreach (var intermediary in Enum.GetValues<Intermediary>())
            {
                Add(transport, intermediary);
            }
        }
    }
}
