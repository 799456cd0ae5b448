using System.Collections.Concurrent;
using System.Globalization;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>Names conversations: streams of the same call get the same name. Thread-safe.</summary>
internal sealed class ConversationNames
{
    private readonly ConcurrentDictionary<(string Profile, string PlatformCallId), string> _names = new();
    private int _last;

    public string For(StreamingConfig configuration) => configuration.PlatformCallId.Length == 0
        ? Next(configuration.Profile)
        : _names.GetOrAdd((configuration.Profile, configuration.PlatformCallId), key => Next(key.Profile));

    private string Next(string profile) =>
        string.Create(CultureInfo.InvariantCulture, $"profiles/{profile}/conversations/{Interlocked.Increment(ref _last)}");
}
