using System.Collections.Concurrent;
using System.Globalization;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Testing.Conversations;

/// <summary>Names conversations: streams of the same call get the same name. Thread-safe.</summary>
internal sealed class ConversationNames
{
    private readonly ConcurrentDictionary<(string Profile, string PlatformCallId), string> _names = new();
    private int _last;

    public string For(StreamingConfig configuration) => configuration.PlatformCallId.Length == 0
        ? Next(configuration.Profile)
        : _names.GetOrAdd((configuration.Profile, configuration.PlatformCallId), key => Next(key.Profile));

    // A profile that is a resource name is a parent as it is.
    private string Next(string profile)
    {
        var parent = profile.Contains('/', StringComparison.Ordinal) ? profile : $"profiles/{profile}";
        return string.Create(CultureInfo.InvariantCulture, $"{parent}/conversations/{Interlocked.Increment(ref _last)}");
    }
}
