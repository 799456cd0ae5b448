namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>
/// Files and arguments that cannot be used are refused with a line that names the problem; damaged ends are streamed and warned of.
/// </summary>
public sealed class StreamWavFileInputTests
{
    [Theory]
    [InlineData("nothing", "has no audio")]
    [InlineData("text", "not with 'RIFF'")]
    [InlineData("header cut off", "inside the RIFF header")]
    [InlineData("24-bit", "24-bit PCM")]
    [InlineData("six channels", "6 channels")]
    [InlineData("half a sample", "has no audio")]
    public async Task A_file_that_cannot_be_streamed(string kind, string expected)
    {
        using var file = kind switch
        {
            "nothing" => WavFile.Create(WavFile.Pcm, 2, 8000, 16, []),
            "text" => WavFile.Of([.. "This is a letter, and no recording of anything."u8]),
            "header cut off" => WavFile.Of([.. "RIFF"u8]),
            "24-bit" => WavFile.Create(WavFile.Pcm, 2, 8000, 24, new byte[4800]),
            "six channels" => WavFile.Create(WavFile.Pcm, 6, 8000, 16, new byte[12_000]),
            _ => WavFile.Create(WavFile.Pcm, 2, 8000, 16, new byte[3]),
        };
        var result = (await SampleProcess.RunAsync("--file", file.Path, "--speed", "0", "--json")).Expect(1);

        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains(file.Path, result.Error, StringComparison.Ordinal);
        Assert.InRange(result.Error.Count(c => c == '\n'), 1, 2);
        Assert.Equal("Failed", result.Json().GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_cut_off_file_is_streamed_as_far_as_it_goes()
    {
        using var file = WavFile.Create(WavFile.Mulaw, 2, 8000, 8, new byte[16_000], promised: 32_000);
        var result = (await SampleProcess.RunAsync("--file", file.Path, "--speed", "0", "--json")).Expect(0);

        Assert.Contains("cut off: 1 s of the 2 s", result.Error, StringComparison.Ordinal);
        Assert.All(result.Json().GetProperty("participants").EnumerateArray(), party => Assert.Equal(
            8000, party.GetProperty("acknowledgedBytes").GetInt64()));
    }

    [Fact]
    public async Task An_odd_byte_at_the_end_is_left_out()
    {
        using var file = WavFile.Create(WavFile.Mulaw, 2, 8000, 8, new byte[16_001]);
        var result = (await SampleProcess.RunAsync("--file", file.Path, "--speed", "0", "--json")).Expect(0);

        Assert.Contains("its last byte was left out", result.Error, StringComparison.Ordinal);
        Assert.All(result.Json().GetProperty("participants").EnumerateArray(), party => Assert.Equal(
            8000, party.GetProperty("offeredBytes").GetInt64()));
    }

    [Fact]
    public async Task Mulaw_at_another_rate_than_8000_hz()
    {
        using var file = WavFile.Create(WavFile.Pcm, 1, 16_000, 16, new byte[32_000]);
        await AssertBadUsageAsync("--encoding mulaw goes with 8000 Hz", "--file", file.Path, "--encoding", "mulaw");
    }

    [Theory]
    [InlineData("There is no file", "--file", "no/such/file.wav")]
    [InlineData("is a directory", "--file", "/")]
    [InlineData("--file is empty", "--file", "")]
    [InlineData("no http or https address", "--endpoint", "ftp://localhost")]
    [InlineData("no http or https address", "--endpoint", "localhost:50051")]
    [InlineData("is not in this version; give grpc", "--transport", "websocket")]
    [InlineData("give mulaw or linear16", "--encoding", "opus")]
    [InlineData("is no speed", "--speed", "-1")]
    [InlineData("is no speed", "--speed", "fast")]
    [InlineData("FROM before TO", "--hold", "5-3")]
    [InlineData("FROM before TO", "--hold", "3")]
    [InlineData("--chunk-ms takes a whole number from 0 to 1000", "--chunk-ms", "1001")]
    [InlineData("is no seed; give a whole number", "--chaos", "x")]
    [InlineData("give --speed more than 0", "--chaos", "1", "--speed", "0")]
    [InlineData("leave --endpoint out", "--chaos", "1", "--endpoint", "http://127.0.0.1:1")]
    [InlineData("profile is missing", "--profile", "")]
    [InlineData("platformCallId is missing", "--call-id", "")]
    [InlineData("names no variable of the environment", "--api-key-env", "NO_SUCH_VARIABLE_FOR_THE_SAMPLE")]
    [InlineData("Unrecognized", "--no-such-option", "1")]
    public Task Arguments_that_make_no_sense(string expected, params string[] arguments) => AssertBadUsageAsync(expected, arguments);

    [Fact]
    public Task An_api_key_of_two_words() => AssertBadUsageAsync("bare key", arguments: [], apiKey: "two words");

    [Fact]
    public Task An_api_key_in_clear_over_the_network() =>
        AssertBadUsageAsync("could be read on the way", ["--endpoint", "http://192.0.2.1"], apiKey: "key");

    private static Task AssertBadUsageAsync(string expected, params string[] arguments) =>
        AssertBadUsageAsync(expected, arguments, apiKey: null);

    private static async Task AssertBadUsageAsync(string expected, string[] arguments, string? apiKey)
    {
        using var process = SampleProcess.Start(arguments, apiKey);
        var result = (await process.WaitForExitAsync()).Expect(2);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
