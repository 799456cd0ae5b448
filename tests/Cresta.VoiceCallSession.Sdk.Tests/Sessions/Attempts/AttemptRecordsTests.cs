using Cresta.VoiceCallSession.Sdk.Sessions.Context;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Attempts;

/// <summary>A call that reconnects for days has a bounded report.</summary>
public sealed class AttemptRecordsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void All_are_kept_up_to_the_bound(int attempts)
    {
        var records = Record(attempts);

        Assert.Equal(Enumerable.Range(1, attempts), records.Kept.Select(record => record.Number));
        Assert.Equal((attempts, 0), (records.Count, records.Omitted));
    }

    [Fact]
    public void Past_it_the_first_and_the_last_are_kept_and_the_others_counted()
    {
        var records = Record(1234);

        Assert.Equal([.. Enumerable.Range(1, 100), .. Enumerable.Range(835, 400)], records.Kept.Select(record => record.Number));
        Assert.Equal((1234, 734), (records.Count, records.Omitted));
    }

    private static AttemptRecords Record(int attempts)
    {
        var records = new AttemptRecords();
        for (var i = 0; i < attempts; i++)
        {
            records.Add(AttemptCause.Reconnect, DateTimeOffset.UnixEpoch);
        }

        return records;
    }
}
