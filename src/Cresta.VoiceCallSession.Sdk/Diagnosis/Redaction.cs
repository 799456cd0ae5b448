namespace Cresta.VoiceCallSession.Sdk.Diagnosis;

/// <summary>Takes out of texts what must not be in a report: servers may repeat what was sent to them, and addresses may hold a password. Not thread-safe.</summary>
internal sealed class Redaction
{
    private const string Redacted = "(redacted)";

    // Less than that is no secret, and might be part of any word.
    private const int ShortestSecret = 4;

    private readonly List<string> _secrets = [];

    /// <summary>Takes note of an <c>authorization</c> header, and of what follows the scheme in it.</summary>
    public void AddAuthorization(string authorization)
    {
        Add(authorization);
        Add(authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Takes note of a secret, or of a text with one in it.</summary>
    public void Add(string secret)
    {
        if (secret.Length >= ShortestSecret)
        {
            _secrets.Add(secret);
        }
    }

    public string Apply(string text) => _secrets.Aggregate(text, static (rest, secret) => rest.Replace(secret, Redacted, StringComparison.Ordinal));
}
