using System.CommandLine.Parsing;
using System.Globalization;
using Cresta.VoiceCallSession.V1;

namespace StreamWavFile.Options;

/// <summary>Reads option values. An invalid value becomes an error of the parse, which is bad usage.</summary>
internal static class StreamOptionParsers
{
    public static AudioEncoding? Encoding(ArgumentResult argument)
    {
        switch (ValueOf(argument).ToLowerInvariant())
        {
            case "mulaw":
                return AudioEncoding.Mulaw;
            case "linear16":
                return AudioEncoding.Linear16;
            default:
                argument.AddError($"--encoding {ValueOf(argument)} is unknown; give mulaw or linear16.");
                return null;
        }
    }

    public static double Speed(ArgumentResult argument)
    {
        if (double.TryParse(
            ValueOf(argument), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && double.IsFinite(speed))
        {
            return speed;
        }

        argument.AddError($"--speed {ValueOf(argument)} is no speed; give 1 for real time, 10 for ten times as fast, 0 for as fast as "
            + $"possible.");
        return default;
    }

    public static HoldInterval? Hold(ArgumentResult argument)
    {
        if (HoldInterval.TryParse(ValueOf(argument), out var interval))
        {
            return interval;
        }

        argument.AddError($"--hold {ValueOf(argument)} is no interval; give FROM-TO in seconds, FROM before TO, for example 3-5.5.");
        return null;
    }

    public static int? Seed(ArgumentResult argument)
    {
        if (int.TryParse(ValueOf(argument), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed))
        {
            return seed;
        }

        argument.AddError($"--chaos {ValueOf(argument)} is no seed; give a whole number, for example 7.");
        return null;
    }

    private static string ValueOf(ArgumentResult argument) => argument.Tokens[0].Value;
}
