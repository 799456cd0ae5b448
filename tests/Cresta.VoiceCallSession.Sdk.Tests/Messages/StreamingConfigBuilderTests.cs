using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

public sealed class StreamingConfigBuilderTests
{
    public static TheoryData<string> ValidIds => Texts.ValidIds;

    public static TheoryData<string?, string> InvalidIds => Texts.InvalidIds;

    public static TheoryData<string> ValidProfiles => Texts.ValidProfiles;

    public static TheoryData<string?, string> InvalidProfiles => Texts.InvalidProfiles;

    [Fact]
    public void All_that_is_given_is_in_the_message()
    {
        var config = new StreamingConfigBuilder("my-profile")
            .WithMulawAudio(8000)
            .WithPlatformCallId("call-42")
            .WithChannelType((ChannelType)3)
            .Build();

        var expected = new StreamingConfig
        {
            Profile = "my-profile",
            AudioMetadata = new AudioMetadata { SampleRateHertz = 8000, Encoding = AudioEncoding.Mulaw },
            ChannelType = (ChannelType)3,
            PlatformCallId = "call-42",
        };
        Assert.Equal(expected, config);
    }

    [Fact]
    public void The_channel_type_is_unspecified_unless_given() =>
        Assert.Equal(ChannelType.Unspecified, Valid().Build().ChannelType);

    [Theory]
    [InlineData(8000)]
    [InlineData(8001)]
    [InlineData(16000)]
    [InlineData(44100)]
    [InlineData(48000)]
    public void I4_A_sample_rate_of_8000_to_48000_Hz_is_taken(int rate)
    {
        Assert.Equal(rate, Valid().WithLinear16Audio(rate).Build().AudioMetadata.SampleRateHertz);
        Assert.Equal(rate, Valid().WithAudio((AudioEncoding)7, rate).Build().AudioMetadata.SampleRateHertz);
        Assert.Equal(rate, Valid().WithMulawAudio(rate, UnusualSampleRate.Allow).Build().AudioMetadata.SampleRateHertz);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-8000)]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(7999)]
    [InlineData(48001)]
    [InlineData(int.MaxValue)]
    public void I4_A_sample_rate_out_of_range_is_refused(int rate)
    {
        var expected = $"audioMetadata.sampleRateHertz is {rate}: give 8000 to 48000 Hz.";
        Assert.Equal([expected], Validate(Valid().WithLinear16Audio(rate)));
        Assert.Equal([expected], Validate(Valid().WithAudio((AudioEncoding)7, rate)));
        Assert.Equal([expected], Validate(Valid().WithMulawAudio(rate, UnusualSampleRate.Allow)));
    }

    [Theory]
    [InlineData(8001)]
    [InlineData(16000)]
    [InlineData(48000)]
    public void I4_Mulaw_at_another_rate_than_8000_Hz_must_be_asked_for(int rate)
    {
        var expected = $"audioMetadata.sampleRateHertz is {rate} with the encoding MULAW: "
            + $"give 8000 Hz, or use WithMulawAudio({rate}, UnusualSampleRate.Allow) if this is intended.";
        Assert.Equal([expected], Validate(Valid().WithMulawAudio(rate)));
        Assert.Equal([expected], Validate(Valid().WithMulawAudio(rate, UnusualSampleRate.Refuse)));
        Assert.Equal([expected], Validate(Valid().WithAudio(AudioEncoding.Mulaw, rate)));
    }

    [Fact]
    public void What_was_allowed_for_one_audio_is_not_allowed_for_the_next()
    {
        var builder = Valid().WithMulawAudio(16000, UnusualSampleRate.Allow);
        Assert.NotNull(builder.Build());
        Assert.Single(Validate(builder.WithAudio(AudioEncoding.Mulaw, 16000)));
        Assert.NotNull(builder.WithMulawAudio(16000, UnusualSampleRate.Allow).Build());
        Assert.Single(Validate(builder.WithMulawAudio(16000)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void An_encoding_goes_by_its_number(int encoding) =>
        Assert.Equal((AudioEncoding)encoding, Valid().WithAudio((AudioEncoding)encoding, 8000).Build().AudioMetadata.Encoding);

    [Fact]
    public void An_unspecified_encoding_is_refused() => Assert.Equal(
        ["audioMetadata.encoding is unspecified: give the encoding of the audio, by name or by number."],
        Validate(Valid().WithAudio(AudioEncoding.Unspecified, 8000)));

    [Theory]
    [MemberData(nameof(ValidIds))]
    public void I5_A_call_id_is_taken_as_it_is(string id)
    {
        var config = Valid().WithPlatformCallId(id).Build();
        Assert.Equal(id, StreamingConfig.Parser.ParseFrom(config.ToByteArray()).PlatformCallId);
    }

    [Theory]
    [MemberData(nameof(InvalidIds), DisableDiscoveryEnumeration = true)]
    public void I5_A_bad_call_id_is_refused(string? id, string expected)
    {
        var fault = Assert.Single(Validate(Valid().WithPlatformCallId(id!)));
        Assert.StartsWith("platformCallId is ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.True(fault.Length < 300, fault);
    }

    [Theory]
    [MemberData(nameof(InvalidProfiles), DisableDiscoveryEnumeration = true)]
    public void I5_A_profile_that_is_not_valid_is_refused_with_its_form(string? profile, string expected)
    {
        var fault = Assert.Single(Validate(new StreamingConfigBuilder(profile!).WithLinear16Audio(8000).WithPlatformCallId("call-42")));
        Assert.StartsWith("profile is ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.EndsWith("an id, or a resource name of the form customers/<customer>/profiles/<profile>.", fault, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ValidProfiles))]
    public void I5_A_profile_is_taken_as_it_is(string profile) => Assert.Equal(
        profile, new StreamingConfigBuilder(profile).WithLinear16Audio(8000).WithPlatformCallId("call-42").Build().Profile);

    [Fact]
    public void All_faults_are_in_one_exception()
    {
        var builder = new StreamingConfigBuilder("\u0001\uD800").WithAudio(AudioEncoding.Unspecified, 1)
            .WithPlatformCallId(new string('\u0002', 1025) + "\uD800");

        var exception = Assert.Throws<MessageValidationException>(builder.Build);

        string[] fields = [.. exception.Faults.Select(f => f.Split(' ')[0])];
        Assert.Equal(
            [
                "profile",
                "profile",
                "platformCallId",
                "platformCallId",
                "platformCallId",
                "audioMetadata.sampleRateHertz",
                "audioMetadata.encoding",
            ],
            fields);
        Assert.All(exception.Faults, fault => Assert.Contains($"\n- {fault}\n", exception.Message, StringComparison.Ordinal));
        Assert.StartsWith("The StreamingConfig is not valid:\n", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void I5_Nothing_given_is_all_missing()
    {
        var faults = Validate(new StreamingConfigBuilder(string.Empty));
        Assert.Equal(["profile is missing", "platformCallId is missing", "audioMetadata is missing"], faults.Select(f => f.Split(':')[0]));
    }

    [Fact]
    public void Build_makes_independent_messages()
    {
        var builder = Valid();
        var first = builder.Build();
        var second = builder.Build();
        Assert.Equal(first, second);

        first.AudioMetadata.SampleRateHertz = 1;
        Assert.Equal(8000, second.AudioMetadata.SampleRateHertz);
        Assert.Equal(8000, builder.Build().AudioMetadata.SampleRateHertz);

        builder.WithPlatformCallId("call-43");
        Assert.Equal("call-42", second.PlatformCallId);
        Assert.Equal("call-43", builder.Build().PlatformCallId);
    }

    [Fact]
    public void A_refused_build_can_be_mended()
    {
        var builder = new StreamingConfigBuilder("my-profile").WithLinear16Audio(1).WithPlatformCallId("call-42");
        Assert.Single(Validate(builder));
        Assert.Equal(16000, builder.WithLinear16Audio(16000).Build().AudioMetadata.SampleRateHertz);
    }

    private static StreamingConfigBuilder Valid() =>
        new StreamingConfigBuilder("my-profile").WithLinear16Audio(8000).WithPlatformCallId("call-42");

    private static IReadOnlyList<string> Validate(StreamingConfigBuilder builder) =>
        Assert.Throws<MessageValidationException>(builder.Build).Faults;
}
