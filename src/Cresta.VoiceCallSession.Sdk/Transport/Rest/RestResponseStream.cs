using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Http;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// Reads answers: <c>{"result":{…}}</c> a line, or <c>{"error":{…}}</c> as the last. Lines that are neither are skipped and counted, as
/// gRPC skips fields that it does not know.
/// </summary>
internal sealed class RestResponseStream<TResponse>(RestDuplexCall exchange, MessageDescriptor type, Action<int> reportSkipped)
    : IAsyncStreamReader<TResponse>
    where TResponse : class
{
    private readonly ResponseParser _parser = new(type);
    private JsonValueReader? _values;
    private int _skipped;

    public TResponse Current { get; private set; } = null!;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static e => ((RestDuplexCall)e!).Cancel(), exchange);
        try
        {
            _values ??= await exchange.Body.ConfigureAwait(false) is { } body
                ? new JsonValueReader(body, exchange.Settings.MaxResponseLineBytes) : null;
            while (!exchange.HasEnded && await _values!.ReadAsync(exchange.Cancellation).ConfigureAwait(false) is { } value)
            {
                using (value)
                {
                    if (TryTake(value.RootElement))
                    {
                        return true;
                    }
                }
            }

            End(null);
        }
#pragma warning disable CA1031 // Whatever breaks the answer is how the exchange ends.
        catch (Exception e)
#pragma warning restore CA1031
        {
            End(NetworkFailure.WithinAnswer(e, exchange.Cancellation));
        }

        return exchange.Failure is { } failure ? throw failure : false;
    }

    private bool TryTake(JsonElement line)
    {
        if (line.ValueKind == JsonValueKind.Object)
        {
            if (StatusJson.Member(line, "error") is { ValueKind: not JsonValueKind.Null })
            {
                End(HttpFailure.Of(StatusOf(line)));
                return false;
            }

            if (StatusJson.Member(line, "result") is { } result && _parser.Parse(result) is TResponse response)
            {
                Current = response;
                return true;
            }
        }

        _skipped++;
        return false;
    }

    private static Google.Rpc.Status StatusOf(JsonElement line)
    {
        var status = StatusJson.ReadError(line) ?? new Google.Rpc.Status();
        status.Code = status.Code == 0 ? (int)StatusCode.Unknown : status.Code;
        status.Message = status.Message.Length == 0 ? "the stream ended with an error without a cause" : status.Message;
        return status;
    }

    private void End(RpcException? failure)
    {
        var skipped = _skipped + (_values?.Skipped ?? 0);
        if (skipped > 0 && !exchange.HasEnded)
        {
            reportSkipped(skipped);
        }

        exchange.End(failure);
    }
}
