using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>
/// Cuts a body into JSON values, each as soon as its last byte is there, whatever stands between them: newlines, nothing, or a value spread
/// over many lines. Reads no further than it has to. One reader at a time.
/// </summary>
internal sealed class GatewayJsonReader(PipeReader body)
{
    private const string CutShort = "unexpected EOF";

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Nesting that is taken.</summary>
    public const int MaxDepth = 1000;

    /// <summary>The next value; null at the body's end.</summary>
    /// <exception cref="UndecodableMessageException">What comes is no JSON.</exception>
    public async ValueTask<JsonDocument?> ReadAsync(CancellationToken cancellationToken)
    {
        var scan = new Scan();
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var (consumed, examined) = (buffer.Start, buffer.Start);
            try
            {
                if (TryFindEnd(buffer, result.IsCompleted, ref scan))
                {
                    var value = buffer.Slice(0, scan.Bytes);
                    (consumed, examined) = (value.End, value.End);
                    return Copy(value);
                }

                if (result.IsCompleted)
                {
                    return scan.InValue ? throw new UndecodableMessageException(CutShort) : null;
                }

                examined = buffer.End;
            }
            catch (JsonException exception)
            {
                throw new UndecodableMessageException(exception.Message, exception);
            }
            finally
            {
                body.AdvanceTo(consumed, examined);
            }
        }
    }

    private static bool TryFindEnd(ReadOnlySequence<byte> buffer, bool isLast, ref Scan scan)
    {
        var reader = new Utf8JsonReader(buffer.Slice(scan.Bytes), isFinalBlock: false, scan.State);
        while (reader.Read())
        {
            scan.InValue = true;
            if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                scan.Bytes += reader.BytesConsumed;
                return true;
            }
        }

        scan.Bytes += reader.BytesConsumed;
        scan.State = reader.CurrentState;
        scan.InValue |= isLast && !IsBlank(buffer.Slice(scan.Bytes));
        return false;
    }

    // A document over the body's own memory would read what the next request writes there, once the pipe has it back.
    private static JsonDocument Copy(ReadOnlySequence<byte> value)
    {
        var reader = new Utf8JsonReader(value, ReaderOptions);
        return JsonDocument.ParseValue(ref reader);
    }

    private static bool IsBlank(ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            if (segment.Span.ContainsAnyExcept(" \t\r\n"u8))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How far a value has been looked at.</summary>
    private struct Scan()
    {
        public JsonReaderState State = new(ReaderOptions);
        public long Bytes;
        public bool InValue;
    }
}
