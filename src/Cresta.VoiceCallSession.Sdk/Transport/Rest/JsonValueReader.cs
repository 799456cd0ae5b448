using System.Buffers;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Http;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// Reads JSON values, usually one a line. Text that is no JSON is skipped up to the next line, and counted. Memory is bounded by the line
/// limit. One reader; not thread-safe.
/// </summary>
internal sealed class JsonValueReader(Stream body, int maxLineBytes)
{
    private readonly LineReader _lines = new(body, maxLineBytes);
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Lines that were no JSON.</summary>
    public int Skipped { get; private set; }

    /// <summary>The next value, which the caller disposes; null at the end of the body.</summary>
    public async ValueTask<JsonDocument?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Take() is { } value)
            {
                return value;
            }

            if (await _lines.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } line)
            {
                return null;
            }

            _rest = Utf8Text.Sanitize(line.IsSingleSegment ? line.First : line.ToArray());
        }
    }

    private JsonDocument? Take()
    {
        _rest = JsonText.TrimStart(_rest);
        if (_rest.IsEmpty)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(_rest.Span);
            var value = JsonDocument.ParseValue(ref reader);
            _rest = _rest[(int)reader.BytesConsumed..];
            return value;
        }
        catch (JsonException)
        {
            Skipped++;
            _rest = default;
            return null;
        }
    }
}
