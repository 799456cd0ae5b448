using System.CommandLine.Parsing;
using Cresta.VoiceCallSession.Sdk;

namespace Samples;

/// <summary>Reads the values of <see cref="ClientOptions"/>. An invalid value becomes an error of the parse, which is bad usage.</summary>
internal static class ClientOptionParsers
{
    /// <summary>The transports of the SDK as they are written on the command line.</summary>
    public static IEnumerable<string> Transports =>
        Enum.GetNames<VoiceCallSessionTransport>().Select(name => name.ToLowerInvariant());

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

    public static VoiceCallSessionTransport Transport(ArgumentResult argument)
    {
        var value = ValueOf(argument);
        if (Transports.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<VoiceCallSessionTransport>(value, ignoreCase: true);
        }

        argument.AddError($"--transport {value} is not in this version; give {string.Join(" or ", Transports)}.");
        return default;
    }

    /// <summary>The key in the variable that is named.</summary>
    public static string? ApiKey(ArgumentResult argument)
    {
        if (Environment.GetEnvironmentVariable(ValueOf(argument)) is { Length: > 0 } key)
        {
            return key;
        }

        // The value is not repeated: it can be a key that was given instead of a name.
        argument.AddError("--api-key-env names no variable of the environment that holds anything; set one to the key, and give its name.");
        return null;
    }

    private static string ValueOf(ArgumentResult argument) => argument.Tokens[0].Value;
}
