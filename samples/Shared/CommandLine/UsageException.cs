namespace Samples;

/// <summary>Options that are valid one by one but not together, or a file that an option names and that is invalid.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
