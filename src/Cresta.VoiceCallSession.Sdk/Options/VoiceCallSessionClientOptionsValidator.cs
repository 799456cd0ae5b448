using System.Buffers;
using Cresta.VoiceCallSession.Sdk.Credentials;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Options;

/// <summary>What options must be, checked all at once, so that a configuration is mended in one go.</summary>
internal static class VoiceCallSessionClientOptionsValidator
{
    private static readonly SearchValues<char> ServiceNameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    private const AddressParts Unwanted = AddressParts.UserInfo | AddressParts.Path | AddressParts.Query | AddressParts.Fragment;

    public static void ThrowIfInvalid(VoiceCallSessionClientOptions options, string parameterName)
    {
        var faults = Validate(options).ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The client's options are wrong: {string.Join(' ', faults)}", parameterName);
        }
    }

    /// <summary>What is wrong, nested options included.</summary>
    public static IEnumerable<string> Validate(VoiceCallSessionClientOptions options) =>
        EndpointFaults(options)
            .Concat(TimeoutFaults(options))
            .Concat(OtherFaults(options))
            .Concat(MissingFaults(options))
            .Concat(options.Retry?.Validate() ?? [])
            .Concat(options.Reconnect?.Validate() ?? [])
            .Concat(options.Rotation?.Validate() ?? [])
            .Concat(options.Idle?.Validate() ?? [])
            .Concat(options.Audio?.Validate() ?? [])
            .Concat(options.Http?.Validate() ?? []);

    private static IEnumerable<string> MissingFaults(VoiceCallSessionClientOptions options) =>
        new (string Name, object? Nested)[]
        {
            ("Retry", options.Retry), ("Reconnect", options.Reconnect), ("Rotation", options.Rotation), ("Idle", options.Idle),
                ("Audio", options.Audio), ("Http", options.Http),
        }.Where(static option => option.Nested is null).Select(
            static option => $"{option.Name} is null; leave the default or give options.");

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
        else if (
            options.Credential is not null && !CredentialGuard.MayTravel(endpoint, options.Credential, options.AllowInsecureCredentials))
        {
            yield return $"Endpoint is \"{AddressRules.Shown(endpoint, withPath: true)}\", plain http to another host, "
                + $"where the {options.Credential} could be read on the way; use https, or set AllowInsecureCredentials.";
        }
    }

    private static IEnumerable<string> TimeoutFaults(VoiceCallSessionClientOptions options) =>
        DurationRules.TimeoutFaults(("RequestTimeout", options.RequestTimeout), ("OpenTimeout", options.OpenTimeout),
            ("OpenAttemptTimeout", options.OpenAttemptTimeout))
            .Concat(DurationRules.PositiveFaults(("FlushTimeout", options.FlushTimeout), ("DrainTimeout", options.DrainTimeout)))
            .Concat(DurationRules.OptionalFaults("OpenConfirmationTimeout", options.OpenConfirmationTimeout, "do not wait"))
            .Concat(DurationRules.OptionalFaults("ShutdownGracePeriod", options.ShutdownGracePeriod, "end calls at once"));

    private static IEnumerable<string> OtherFaults(VoiceCallSessionClientOptions options)
    {
        if (!Enum.IsDefined(options.Transport))
        {
            yield return $"Transport is {(int)options.Transport}; give one of "
                + $"{string.Join(", ", Enum.GetNames<VoiceCallSessionTransport>())}.";
        }

        if (string.IsNullOrEmpty(options.ServiceName) || options.ServiceName.AsSpan().ContainsAnyExcept(ServiceNameCharacters))
        {
            yield return $"ServiceName is \"{PrintableText.Of(options.ServiceName)}\"; give the service's full gRPC name, for example "
                + $"{V1.VoiceCallSessionService.Descriptor.FullName}.";
        }

        foreach (var fault in ProfileFaults(options.Profile))
        {
            yield return fault;
        }

        if (!Enum.IsDefined(options.HoldEventNaming))
        {
            var names = string.Join(", ", Enum.GetNames<HoldEventNaming>());
            yield return $"HoldEventNaming is {(int)options.HoldEventNaming}; give one of {names}.";
        }

        if (!Enum.IsDefined(options.DuplicateCallIds))
        {
            yield return $"DuplicateCallIds is {(int)options.DuplicateCallIds}; give one of "
                + $"{string.Join(", ", Enum.GetNames<DuplicateCallIdPolicy>())}.";
        }

        if (options.ResponseBufferCapacity < 1)
        {
            yield return $"ResponseBufferCapacity is {options.ResponseBufferCapacity}; give 1 or more.";
        }

        if (options.MaxEventBytes is < 4 * 1024 * 1024 or > 1024 * 1024 * 1024)
        {
            yield return $"MaxEventBytes is {options.MaxEventBytes}; give 4 MiB (4,194,304) to 1 GiB.";
        }

        if (options.ResponseBufferBytes is < 64 * 1024 or > 1024 * 1024 * 1024)
        {
            yield return $"ResponseBufferBytes is {options.ResponseBufferBytes}; give 64 KiB (65,536) to 1 GiB.";
        }

        if (options.TimeProvider is null)
        {
            yield return "TimeProvider is null; leave the default or give one.";
        }
    }

    private static IReadOnlyList<string> ProfileFaults(string? profile)
    {
        var faults = default(MessageFaults);
        if (profile is not null)
        {
            ProfileName.Check(nameof(VoiceCallSessionClientOptions.Profile), profile, ref faults);
        }

        return faults.All;
    }
}
