namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>A recorded call is not what a test expected; the message says what differs. Needs no test framework.</summary>
public sealed class CallAssertionException : Exception
{
    /// <summary>Without a message.</summary>
    public CallAssertionException()
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">What differs.</param>
    public CallAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">What differs.</param>
    /// <param name="innerException">The cause.</param>
    public CallAssertionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
