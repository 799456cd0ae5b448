using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>What to do about audio that is not in the declared encoding.</summary>
internal static class EncodingAdvice
{
    private const string SwapBytes = "swap the two bytes of each sample (BinaryPrimitives.ReverseEndianness)";

    public static string For(AudioEncoding declared, AudioSampleFormat suspected) => (suspected, declared) switch
    {
        (AudioSampleFormat.Alaw, AudioEncoding.Linear16) => "the service does not take A-law; decode it with G711.DecodeAlawToLinear16",
        (AudioSampleFormat.Alaw, _) => "the service does not take A-law; convert it with G711.AlawToMulaw",
        (AudioSampleFormat.Mulaw, _) =>
            "declare AudioEncoding.Mulaw in the call's configuration, or decode the audio with G711.DecodeMulawToLinear16",
        (AudioSampleFormat.Linear16LittleEndian, _) =>
            "declare AudioEncoding.Linear16 in the call's configuration, or encode the audio with G711.EncodeMulawFromLinear16",
        (_, AudioEncoding.Linear16) => SwapBytes + "; if they are in order, the audio starts in the middle of a sample",
        _ => SwapBytes + " and declare AudioEncoding.Linear16 in the call's configuration",
    };
}
