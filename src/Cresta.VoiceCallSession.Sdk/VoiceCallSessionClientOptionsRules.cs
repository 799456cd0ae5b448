using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What options must be, checked all at once, so that a configuration is mended in one go.</summary>
internal static class VoiceCallSessionClientOptionsRules
{
    private const AddressParts Unwanted = AddressParts.UserInfo | AddressParts.Path | AddressParts.Query | AddressParts.Fragment;

    public static void ThrowIfInvalid(VoiceCallSessionClientOptions options, string parameterName)
    {
        var faults = Faults(options).ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The client's options are wrong: {string.Join(' ', faults)}", parameterName);
        }
    }

    /// <summary>What is wrong, nested options included.</summary>
    public static IEnumerable<string> Faults(VoiceCallSessionClientOptions options) =>
        OwnFaults(options)
            .Concat(options.Retry?.Faults() ?? [])
            .Concat(options.Reconnect?.Faults() ?? [])
            .Concat(options.Rotation?.Faults() ?? [])
            .Concat(options.Idle?.Faults() ?? [])
            .Concat(options.Audio?.Faults() ?? [])
            .Concat(options.Http?.Faults() ?? []);

    /// <summary>What is wrong, but for what is inside nested options.</summary>
    public static IEnumerable<string> OwnFaults(VoiceCallSessionClientOptions options) =>
        EndpointFaults(options).Concat(TimeoutFaults(options)).Concat(OtherFaults(options)).Concat(MissingFaults(options));

    private static IEnumerable<string> MissingFaults(VoiceCallSessionClientOptions options) =>
        new (string Name, object? Nested)[]
        {
            ("Retry", options.Retry), ("Reconnect", options.Reconnect), ("Rotation", options.Rotation), ("Idle", options.Idle), ("Audio", options.Audio), ("Http", options.Http),
        }.Where(static option => option.Nested is null).Select(static option => $"{option.Name} is null; leave the default or give options.");

    private static IEnumerable<string> EndpointFaults(VoiceCallSessionClientOptions options)
    {
        if (options.Credential is null)
        {
            yield return "Credential is null; give one, or CrestaCredential.None.";
        }

        if (options.Endpoint is not { } endpoint)
        {
            yield return "Endpoint is missing; give the service's address, for example https://api.example.cresta.com.";
        }
        else if (AddressRules.Fix(endpoint, Unwanted) is { } fix)
        {
            yield return $"Endpoint is \"{AddressRules.Shown(endpoint, withPath: true)}\"; "
                + $"give scheme (http or https), host and port alone ({fix}), for example https://api.example.cresta.com.";
        }
        else if (options.Credential is not null && !CredentialGuard.MayTravel(endpoint, options.Credential, options.AllowInsecureCredentials))
        {
            yield return $"Endpoint is \"{AddressRules.Shown(endpoint, withPath: true)}\", plain http to another host, "
                + $"where the {options.Credential} could be read on the way; use https, or set AllowInsecureCredentials.";
        }
    }

    private static IEnumerable<string> TimeoutFaults(VoiceCallSessionClientOptions options)
    {
        foreach (var fault in DurationRules.TimeoutFaults(("RequestTimeout", options.RequestTimeout), ("OpenTimeout", options.OpenTimeout)))
        {
            yield return fault;
        }

        foreach (var (name, value) in new[] { ("FlushTimeout", options.FlushTimeout), ("DrainTimeout", options.DrainTimeout) })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                yield return $"{name} is {value}; give more than 0, at most 1 day.";
            }
        }

        if (options.OpenConfirmationTimeout < TimeSpan.Zero || options.OpenConfirmationTimeout > TimeSpan.FromDays(1))
        {
            yield return $"OpenConfirmationTimeout is {options.OpenConfirmationTimeout}; give 0 (do not wait) to 1 day.";
        }

        if (options.ShutdownGracePeriod < TimeSpan.Zero || options.ShutdownGracePeriod > TimeSpan.FromDays(1))
        {
            yield return $"ShutdownGracePeriod is {options.ShutdownGracePeriod}; give 0 (end calls at once) to 1 day.";
        }
    }

    private static IEnumerable<string> OtherFaults(VoiceCallSessionClientOptions options)
    {
        if (!Enum.IsDefined(options.Transport))
        {
            yield return $"Transport is {(int)options.Transport}; give one of {string.Join(", ", Enum.GetNames<VoiceCallSessionTransport>())}.";
        }

        if (string.IsNullOrWhiteSpace(options.ServiceName) || options.ServiceName.Contains('/', StringComparison.Ordinal))
        {
            yield return $"ServiceName is \"{options.ServiceName}\"; give the service's full gRPC name, for example {V1.VoiceCallSessionService.Descriptor.FullName}.";
        }

        if (options.Profile is { } profile && (string.IsNullOrWhiteSpace(profile) || profile.Any(char.IsControl)))
        {
            yield return $"Profile is {Excerpt.Quote(profile)}; give a profile's name, or none.";
        }

        if (!Enum.IsDefined(options.DuplicateCallIds))
        {
            yield return $"DuplicateCallIds is {(int)options.DuplicateCallIds}; give one of {string.Join(", ", Enum.GetNames<DuplicateCallIdPolicy>())}.";
        }

        if (options.ResponseBufferCapacity < 1)
        {
            yield return $"ResponseBufferCapacity is {options.ResponseBufferCapacity}; give 1 or more.";
        }

        if (options.TimeProvider is null)
        {
            yield return "TimeProvider is null; leave the default or give one.";
        }
    }
}
