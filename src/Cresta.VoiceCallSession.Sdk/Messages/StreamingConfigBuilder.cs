using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Validation;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// Makes the configuration of a call, the first message of its stream. Nothing is checked until <see cref="Build"/>, which says
/// everything that is wrong at once; a text that is <see langword="null"/> counts as missing. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// var config = new StreamingConfigBuilder("my-profile").WithMulawAudio(8000).WithPlatformCallId("call-42").Build();
/// </code>
/// </example>
public sealed class StreamingConfigBuilder
{
    /// <summary>The only rate that G.711 is defined for, in Hz.</summary>
    private const int MulawSampleRate = 8000;

    private readonly StreamingConfig _config;
    private UnusualSampleRate _unusualSampleRate;

    /// <summary>Starts a configuration.</summary>
    /// <param name="profile">
    /// The profile that the call is processed under (<c>profile</c>; name documented, number seen): an id, or a resource name,
    /// <c>customers/&lt;customer&gt;/profiles/&lt;profile&gt;</c> (seen in a sibling service's client). Not blank, without control
    /// characters, empty segments and the segments <c>.</c> and <c>..</c>.
    /// </param>
    public StreamingConfigBuilder(string profile)
    {
        _config = new StreamingConfig { Profile = profile ?? string.Empty };
    }

    /// <summary>G.711 µ-law: 8-bit mono samples at 8000 Hz.</summary>
    /// <param name="sampleRateHertz">
    /// Samples a second of one channel. Only 8000 Hz; see <see cref="WithMulawAudio(int, UnusualSampleRate)"/> for others.
    /// </param>
    /// <returns>This builder.</returns>
    public StreamingConfigBuilder WithMulawAudio(int sampleRateHertz) => WithMulawAudio(sampleRateHertz, UnusualSampleRate.Refuse);

    /// <summary>µ-law: 8-bit mono samples, at a rate other than G.711's 8000 Hz if that is said to be meant.</summary>
    /// <param name="sampleRateHertz">Samples a second of one channel: 8000 to 48000 Hz.</param>
    /// <param name="unusualSampleRate"><see cref="UnusualSampleRate.Allow"/> if a rate other than 8000 Hz is no mistake.</param>
    /// <returns>This builder.</returns>
    public StreamingConfigBuilder WithMulawAudio(int sampleRateHertz, UnusualSampleRate unusualSampleRate)
    {
        WithAudio(AudioEncoding.Mulaw, sampleRateHertz);
        _unusualSampleRate = unusualSampleRate;
        return this;
    }

    /// <summary>Uncompressed 16-bit signed little-endian mono samples.</summary>
    /// <param name="sampleRateHertz">Samples a second of one channel: 8000 to 48000 Hz.</param>
    /// <returns>This builder.</returns>
    public StreamingConfigBuilder WithLinear16Audio(int sampleRateHertz) => WithAudio(AudioEncoding.Linear16, sampleRateHertz);

    /// <summary>
    /// Audio of any encoding, also one that has no name here, such as <c>(AudioEncoding)7</c>
    /// (<c>audioMetadata</c>; names documented, numbers seen).
    /// </summary>
    /// <param name="encoding">The encoding; not unspecified. µ-law is held to 8000 Hz.</param>
    /// <param name="sampleRateHertz">Samples a second of one channel: 8000 to 48000 Hz.</param>
    /// <returns>This builder.</returns>
    public StreamingConfigBuilder WithAudio(AudioEncoding encoding, int sampleRateHertz)
    {
        _config.AudioMetadata = new AudioMetadata { Encoding = encoding, SampleRateHertz = sampleRateHertz };
        _unusualSampleRate = UnusualSampleRate.Refuse;
        return this;
    }

    /// <summary>The call's id on the telephony platform (<c>platformCallId</c>; name documented, number assumed).</summary>
    /// <param name="platformCallId">1 to 1024 bytes of UTF-8 without control characters. One id serves one call only.</param>
    /// <returns>This builder.</returns>
    public StreamingConfigBuilder WithPlatformCallId(string platformCallId)
    {
        _config.PlatformCallId = platformCallId ?? string.Empty;
        return this;
    }

    /// <summary>The kind of channel (<c>channelType</c>; name documented, number assumed). Unspecified if this is not called.</summary>
    /// <param name="channelType">
    /// Any number, such as <c>(ChannelType)1</c>: the service's names are not public, so there are none here.
    /// </param>
    /// <returns>This builder.</returns>
    public StreamingConfigBuilder WithChannelType(ChannelType channelType)
    {
        _config.ChannelType = channelType;
        return this;
    }

    /// <summary>Checks what was given and makes the message. May be called again: the messages are independent of each other.</summary>
    /// <returns>A configuration that can be sent.</returns>
    /// <exception cref="MessageValidationException">Something is missing or not valid; the exception says all of it.</exception>
    public StreamingConfig Build()
    {
        var faults = default(MessageFaults);
        MessageRules.Check(_config, ref faults);
        if (_config.AudioMetadata is { Encoding: AudioEncoding.Mulaw, SampleRateHertz: not MulawSampleRate and var rate }
            && _unusualSampleRate != UnusualSampleRate.Allow)
        {
            faults.Add(
                "audioMetadata.sampleRateHertz",
                $"{rate} with the encoding MULAW",
                $"give {MulawSampleRate} Hz, or use WithMulawAudio({rate}, UnusualSampleRate.Allow) if this is intended");
        }

        faults.ThrowIfAny(nameof(StreamingConfig), parameterName: null);
        return _config.Clone();
    }
}
