using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;

namespace StreamWavFile.Options;

/// <summary>The values of the command line. A class, not a record: a record's text would show the API key.</summary>
internal sealed class CallOptions
{
    public required string File { get; init; }

    /// <summary>Null: the fake server in this process.</summary>
    public Uri? Endpoint { get; init; }

    public VoiceCallSessionTransport Transport { get; init; }

    public required string Profile { get; init; }

    public required string CallId { get; init; }

    public required string AgentId { get; init; }

    public required string VisitorId { get; init; }

    /// <summary>Null: the encoding that is nearest to the file's.</summary>
    public AudioEncoding? Encoding { get; init; }

    public double Speed { get; init; }

    public HoldInterval? Hold { get; init; }

    public string? ApiKey { get; init; }

    public TimeSpan ChunkDuration { get; init; }

    /// <summary>The seed of the simulated network faults; null: no faults.</summary>
    public int? ChaosSeed { get; init; }

    public bool Json { get; init; }
}
