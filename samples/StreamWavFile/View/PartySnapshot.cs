namespace StreamWavFile.View;

internal sealed record PartySnapshot(string Name, TimeSpan Sent, TimeSpan Acknowledged);
