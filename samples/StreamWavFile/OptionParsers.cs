using System.CommandLine.Parsing;
using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;

namespace StreamWavFile;

/// <summary>Reads option values; what is wrong becomes an error of the parse, which is bad usage.</summary>
internal static class OptionParsers
{
    /// <summary>Every transport that the SDK has, by its name.</summary>
    public static VoiceCallSessionTransport Transport(ArgumentResult argument)
    {
        var names = Enum.GetNames<VoiceCallSessionTransport>();
        var name = Array.Find(names, known => known.Equals(ValueOf(argument), StringComparison.OrdinalIgnoreCase));
        if (name is not null)
        {
            return Enum.Parse<VoiceCallSessionTransport>(name);
        }

        var choices = string.Join(" or ", names.Select(known => known.ToLowerInvariant()));
        argument.AddError($"--transport {ValueOf(argument)} is not in this version; give {choices}.");
        return default;
    }

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

    public static Uri? Endpoint(ArgumentResult argument)
    {
        if (Uri.TryCreate(ValueOf(argument), UriKind.Absolute, out var endpoint) && endpoint is { Scheme: "http" or "https" })
        {
            return endpoint;
        }

        argument.AddError("--endpoint is no http or https address; give, for example, https://api.example.cresta.com or "
            + "http://127.0.0.1:50051.");
        return null;
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

    public static int ChunkMilliseconds(ArgumentResult argument)
    {
        if (int.TryParse(ValueOf(argument), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= 1000)
        {
            return milliseconds;
        }

        argument.AddError($"--chunk-ms {ValueOf(argument)} is no chunk length; give 0 (each 20 ms frame by itself) to 1000.");
        return default;
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
