using System.Collections.Immutable;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// A status that the fake server answers with: code, message, <c>google.rpc</c> details and trailers. Immutable and thread-safe; every
/// <c>With</c> method gives a new one.
/// </summary>
public sealed class ScriptedStatus
{
    private const string PushbackTrailer = "grpc-retry-pushback-ms";

    private ScriptedStatus(
        StatusCode code, string message, ImmutableArray<IMessage> details, ImmutableArray<KeyValuePair<string, string>> trailers)
    {
        Code = code;
        Message = message;
        Details = details;
        Trailers = trailers;
    }

    /// <summary>A status with a message that says that it was scripted.</summary>
    /// <param name="code">The code.</param>
    public ScriptedStatus(StatusCode code)
        : this(code, $"The fake server was told to answer {code}.")
    {
    }

    /// <summary>A status with a message.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">The message; may be empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public ScriptedStatus(StatusCode code, string message)
        : this(code, message ?? throw new ArgumentNullException(nameof(message)), [], [])
    {
    }

    /// <summary>The code.</summary>
    public StatusCode Code { get; }

    /// <summary>The message.</summary>
    public string Message { get; }

    /// <summary>The details, in the order in which they travel.</summary>
    public IReadOnlyList<IMessage> Details { get; }

    /// <summary>
    /// Trailers beyond those of the status itself. They travel with a status that ends a stream or answers an event; a status in a response
    /// message has none.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Trailers { get; }

    /// <summary>Adds a <c>google.rpc.RetryInfo</c> detail.</summary>
    /// <param name="delay">How long the client is asked to wait.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public ScriptedStatus WithRetryInfo(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return WithDetail(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) });
    }

    /// <summary>Adds a detail, for example <c>google.rpc.ErrorInfo</c> or <c>google.rpc.QuotaFailure</c>.</summary>
    /// <param name="detail">The detail.</param>
    /// <exception cref="ArgumentNullException"><paramref name="detail"/> is null.</exception>
    public ScriptedStatus WithDetail(IMessage detail)
    {
        ArgumentNullException.ThrowIfNull(detail);
        return new ScriptedStatus(Code, Message, [.. Details, detail], [.. Trailers]);
    }

    /// <summary>Adds a trailer.</summary>
    /// <param name="name">Its name, in lower case, not ending in <c>-bin</c>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/> is empty or is a binary name, or <paramref name="value"/> is null.
    /// </exception>
    public ScriptedStatus WithTrailer(string name, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        if (name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"The trailer '{name}' is binary by its name; add binary details with {nameof(WithDetail)}.", nameof(name));
        }

        return new ScriptedStatus(Code, Message, [.. Details], [.. Trailers, new(name, value)]);
    }

    /// <summary>Adds the trailer <c>grpc-retry-pushback-ms</c>.</summary>
    /// <param name="delay">How long the client is asked to wait, sent in whole milliseconds; a negative one tells it not to retry.</param>
    public ScriptedStatus WithRetryPushback(TimeSpan delay) =>
        WithTrailer(PushbackTrailer, ((long)delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));

    /// <summary>The status as a message: of a stream's end, of an answer's <c>session_status</c>, of an error line.</summary>
    public Google.Rpc.Status ToStatus()
    {
        var status = new Google.Rpc.Status { Code = (int)Code, Message = Message };
        foreach (var detail in Details)
        {
            status.Details.Add(Any.Pack(detail));
        }

        return status;
    }
}
