using Cresta.VoiceCallSession.V1;
using Google.Rpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>What the service asks of its clients; a violation is INVALID_ARGUMENT with the field's name.</summary>
internal static class ProtocolCheck
{
    private const string ConfigurationField = "streaming_config";
    private const string ProfileField = "profile";
    private const string MetadataField = "audio_metadata";
    private const string EventField = "session_event";
    private const string OneofField = "request";
    private const string AuthorizationHeader = "authorization";

    /// <summary>The violation of a stream that ended without a message.</summary>
    public static ScriptedStatus EmptyStream { get; } = Invalid(ConfigurationField, "is missing: the stream has no message");

    /// <summary>The violation of a message; null without one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="configuration">The stream's configuration; null before it has come.</param>
    public static ScriptedStatus? ViolationOf(ReceivedMessage message, StreamingConfig? configuration) => message.Kind switch
    {
        ReceivedMessageKind.Nothing => Invalid(OneofField, $"message {message.Number} has nothing set"),
        ReceivedMessageKind.Configuration when configuration is not null =>
            Invalid(ConfigurationField, $"message {message.Number} is a second configuration"),
        ReceivedMessageKind.Configuration => ViolationOf(message.Configuration!.Profile, $"{ConfigurationField}.{ProfileField}"),
        _ when configuration is null => Invalid(ConfigurationField, $"has to be the first message, but that carries {message.Kind}"),
        ReceivedMessageKind.Audio when configuration.AudioMetadata is null =>
            Invalid($"{ConfigurationField}.{MetadataField}", $"is missing, but message {message.Number} carries audio"),
        _ => null,
    };

    public static ScriptedStatus? ViolationOf(ProcessSessionEventRequest request) => request switch
    {
        { SessionEvent: null } => ViolationOf(request.Profile, ProfileField) ?? Invalid(EventField, "is missing"),
        _ => ViolationOf(request.Profile, ProfileField),
    };

    public static ScriptedStatus? Unauthorized(IReadOnlyDictionary<string, string> headers, ServiceState state)
    {
        var (required, check) = (state.RequiredAuthorization, state.AuthorizationCheck);
        var given = headers.GetValueOrDefault(AuthorizationHeader);
        if ((required is null || required.Equals(given, StringComparison.Ordinal)) && check?.Invoke(given) != false)
        {
            return null;
        }

        return new ScriptedStatus(StatusCode.Unauthenticated, given is null
            ? "The request has no authorization header."
            : "The request's authorization is not the one that the fake server requires.");
    }

    // An id, or a resource name; which of them the real service expects is not public.
    private static ScriptedStatus? ViolationOf(string profile, string field) => profile switch
    {
        "" => Invalid(field, "is missing"),
        _ when profile.Split('/').Any(static segment => segment is "" or "." or "..") =>
            Invalid(field, "has an empty segment or one of dots; give an id or customers/{customer}/profiles/{profile}"),
        _ => null,
    };

    private static ScriptedStatus Invalid(string field, string description) =>
        new ScriptedStatus(StatusCode.InvalidArgument, $"{field} {description}.")
            .WithDetail(
                new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = description } } });
}
