namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>The agent of the conversation that the repository brings: speech at 8000 Hz, in both encodings.</summary>
internal static class BundledSpeech
{
    public static async Task<byte[]> MulawAsync()
    {
        await using var wav = await WavReader.OpenAsync(BuildPaths.Of("Conversation"));
        var audio = new byte[wav.DataLength!.Value];
        Assert.Equal(audio.Length, await wav.ReadAsync(audio));
        var agent = new byte[audio.Length / 2];
        StereoSplitter.Deinterleave(audio, bytesPerSample: 1, agent, new byte[agent.Length]);
        return agent;
    }

    public static async Task<byte[]> Linear16Async()
    {
        var mulaw = await MulawAsync();
        var linear16 = new byte[mulaw.Length * 2];
        G711.DecodeMulawToLinear16(mulaw, linear16);
        return linear16;
    }
}
