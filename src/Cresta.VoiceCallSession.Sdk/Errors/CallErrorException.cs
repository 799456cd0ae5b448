using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// An end of a stream or a call that this side makes, or that no status of the service describes. Translated like any other failure.
/// </summary>
internal sealed class CallErrorException(StatusCode statusCode, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public StatusCode StatusCode { get; } = statusCode;
}
