using Cresta.VoiceCallSession.Sdk.Testing.Messages;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>The method that a path names, and how its messages are read. Thread-safe.</summary>
internal sealed class RequestMethod
{
    /// <summary>No method of the service.</summary>
    public static readonly RequestMethod Unknown = new("", "", (_, number) => Nothing(number), (_, number) => Nothing(number));

    private const int MaxJsonDepth = 1000;

    private static readonly JsonParser Json = new(new JsonParser.Settings(MaxJsonDepth).WithIgnoreUnknownFields(ignoreUnknownFields: true));

    private static readonly RequestMethod[] All =
    [
        Of<StreamCallSessionRequest>("StreamCallSession", "/streamCallSession", StreamMessages.Read),
        Of<StreamCallSessionAudioRequest>("StreamCallSessionAudio", "/streamCallSessionAudio", StreamMessages.Read),
        Of<ProcessSessionEventRequest>("ProcessSessionEvent", "/sessionEvent:process", ReadEvent, isUnary: true),
    ];

    private readonly string _name;
    private readonly string _restPath;
    private readonly Func<ReadOnlyMemory<byte>, int, ReceivedMessage> _readBinary;
    private readonly Func<string, int, ReceivedMessage> _readJson;

    private RequestMethod(
        string name,
        string restPath,
        Func<ReadOnlyMemory<byte>, int, ReceivedMessage> readBinary,
        Func<string, int, ReceivedMessage> readJson)
    {
        _name = name;
        _restPath = restPath;
        _readBinary = readBinary;
        _readJson = readJson;
    }

    /// <summary>Whether a request is one message, and the response too.</summary>
    public bool IsUnary { get; private init; }

    /// <summary>The method of a gRPC path, whatever the service's full name.</summary>
    public static RequestMethod OfGrpc(string path) =>
        All.FirstOrDefault(method => path.EndsWith("/" + method._name, StringComparison.Ordinal)) ?? Unknown;

    /// <summary>The method of a REST path, whatever the profile in it.</summary>
    public static RequestMethod OfRest(string path) =>
        All.FirstOrDefault(method => path.EndsWith(method._restPath, StringComparison.Ordinal)) ?? Unknown;

    /// <summary>Reads a message of a gRPC stream.</summary>
    /// <exception cref="InvalidProtocolBufferException">It cannot be decoded.</exception>
    public ReceivedMessage ReadBinary(ReadOnlyMemory<byte> message, int number) => _readBinary(message, number);

    /// <summary>Reads a message of a REST stream.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is JSON and not the message.</exception>
    /// <exception cref="InvalidJsonException">It is no JSON.</exception>
    public ReceivedMessage ReadJson(string message, int number) => _readJson(message, number);

    private static RequestMethod Of<T>(string name, string restPath, Func<T, int, ReceivedMessage> read, bool isUnary = false)
        where T : class, IMessage<T>, new()
    {
        var binary = new MessageParser<T>(() => new T());
        return new(
            name,
            restPath,
            (bytes, number) => read(binary.ParseFrom(bytes.Span), number),
            (text, number) => read(Json.Parse<T>(text), number))
        {
            IsUnary = isUnary,
        };
    }

    private static ReceivedMessage ReadEvent(ProcessSessionEventRequest request, int number) =>
        request.SessionEvent is { } content ? new(number, ReceivedMessageKind.SessionEvent, content, "") : Nothing(number);

    private static ReceivedMessage Nothing(int number) => new(number, ReceivedMessageKind.Nothing, null, "");
}
