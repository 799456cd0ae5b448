namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>A gRPC response ended without a status: whoever ended it was not the service.</summary>
internal sealed class MissingStatusException()
    : IOException("The stream ended without a gRPC status, for example because a proxy lost its connection to the server.");
