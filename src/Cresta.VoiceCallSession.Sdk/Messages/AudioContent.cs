using Cresta.VoiceCallSession.Sdk.Messages;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.V1;

/// <summary>Audio of one participant (names documented, numbers seen).</summary>
public sealed partial class AudioContent
{
    internal static AudioContent Create(ReadOnlySpan<byte> audio, Participant participant)
    {
        ArgumentNullException.ThrowIfNull(participant);
        MessageRules.ThrowIfInvalid(participant, nameof(participant));
        return new AudioContent { AudioContent_ = ByteString.CopyFrom(audio), Participant = participant };
    }
}
