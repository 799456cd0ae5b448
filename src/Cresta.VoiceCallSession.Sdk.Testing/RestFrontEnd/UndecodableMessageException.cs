namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>A part of a request that a gateway cannot make a message of.</summary>
internal sealed class UndecodableMessageException : Exception
{
    public UndecodableMessageException(string message)
        : base(message)
    {
    }

    public UndecodableMessageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
