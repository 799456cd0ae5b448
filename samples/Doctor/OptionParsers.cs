using System.CommandLine.Parsing;
using Cresta.VoiceCallSession.Sdk;

namespace Doctor;

/// <summary>Reads option values; what is wrong becomes an error of the parse, which is bad usage.</summary>
internal static class OptionParsers
{
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

    /// <summary>The key that a variable holds.</summary>
    public static string? ApiKey(ArgumentResult argument)
    {
        if (Environment.GetEnvironmentVariable(ValueOf(argument)) is { Length: > 0 } key)
        {
            return key;
        }

        // Not repeated: it may be a key that was given in the place of a name.
        argument.AddError("--api-key-env names no variable of the environment that holds anything; set one to the key, and give its name.");
        return null;
    }

    private static string ValueOf(ArgumentResult argument) => argument.Tokens[0].Value;
}
