using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Attempts;

/// <summary>The documentation's table of ends, each row put through the translator and the classifier.</summary>
public sealed partial class StreamEndTableTests
{
    private static readonly TimeSpan MaxOutage = TimeSpan.FromMinutes(2);

    [Theory, ClassData(typeof(StreamEndTable))]
    public void Each_row_is_what_the_code_does(string madeBy, string end, string firstOpening, string liveCall)
    {
        foreach (var failure in FailuresOf(madeBy, end))
        {
            Assert.Equal(firstOpening, Opening(failure, speaksHttp2: end.StartsWith("RST_STREAM", StringComparison.Ordinal)));
            Assert.Equal(liveCall, Live(failure, end));
        }
    }

    [Fact]
    public void The_table_has_a_row_for_every_status()
    {
        var ends = new StreamEndTable().Where(row => row[0] is "service").Select(row => (string)row[1]).ToList();
        Assert.All(
            System.Enum.GetValues<StatusCode>().Select(StatusNames.Of),
            name => Assert.Contains(ends, end => end.StartsWith($"`{name}`", StringComparison.Ordinal)));
    }

    private static string Opening(Exception failure, bool speaksHttp2)
    {
        var proof = new EndpointProof();
        if (speaksHttp2)
        {
            proof.OnHttp2Settings();
        }

        // A wait that the service requests has to end within the time for the opening.
        var translated = Translate(failure, proof);
        return translated.IsTransient
            && !(translated.IsRetryAfterServices && translated.RetryAfter >= new VoiceCallSessionClientOptions().OpenTimeout)
            ? "retried" : "fails";
    }

    private static string Live(Exception failure, string end)
    {
        var proof = new EndpointProof();
        proof.OnStreamProved();
        var streamEnd = new StreamEnd
        {
            Failure = end.StartsWith("`OK`", StringComparison.Ordinal) ? null : Translate(failure, proof),
            WasAcknowledged = end.Contains("after it has acknowledged", StringComparison.Ordinal),
            CanRefreshToken = end.Contains("can be refreshed", StringComparison.Ordinal),
            MaxOutage = MaxOutage,
            FirstUnacknowledgedId = "7",
        };
        var (first, state) = StreamEndClassifier.Classify(streamEnd, RecoveryState.Initial);
        if (first.Action == StreamEndAction.EndCall)
        {
            return "ends";
        }

        var (second, next) = StreamEndClassifier.Classify(streamEnd, state);
        if (first.Action == StreamEndAction.ReconnectWithNewToken)
        {
            Assert.Equal(StreamEndAction.EndCall, second.Action);
            return "reconnects once with another token, then ends";
        }

        Assert.True(second.IsReconnect);
        var (third, _) = StreamEndClassifier.Classify(streamEnd, next);
        return third.Action == StreamEndAction.EndCall ? "reconnects; ends at the third in a row" : "reconnects";
    }

    private static VoiceCallSessionException Translate(Exception failure, EndpointProof proof)
    {
        var translator = new ErrorTranslator(new Uri("https://api.example.com"), classification: null, proof: proof);
        var translated = translator.Translate(failure, new OperationContext("Testing", TimeProvider.System));
        return translated;
    }

    private static IEnumerable<Exception> FailuresOf(string madeBy, string end) => madeBy switch
    {
        "service" => [Service(end)],
        "intermediary" =>
            [Intermediary((HttpStatusCode)int.Parse(end["HTTP ".Length..], System.Globalization.CultureInfo.InvariantCulture))],
        "network" => Network(end),
        "credential" => Credential(end),
        "client" => end.Contains("time-out", StringComparison.Ordinal)
            ? [CallErrors.NotReading(MaxOutage), CallErrors.NotAnswering(MaxOutage), CallErrors.NotHandedOver(MaxOutage)]
            : [new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, "it cannot be written", new InvalidOperationException()))],
        _ => throw new ArgumentOutOfRangeException(nameof(madeBy), madeBy, "Unknown."),
    };

    private static Exception Service(string end)
    {
        if (end.StartsWith("`OK`", StringComparison.Ordinal))
        {
            return CallErrors.EndedEarly();
        }

        var code = end.StartsWith("a number", StringComparison.Ordinal) ? (StatusCode)99
            : end.StartsWith("any status", StringComparison.Ordinal) ? StatusCode.Unavailable
            : System.Enum.GetValues<StatusCode>().Single(code => end.StartsWith($"`{StatusNames.Of(code)}`", StringComparison.Ordinal));
        var status = new RpcStatus
        {
            Code = (int)code,
            Message = end.Contains("size", StringComparison.Ordinal) ? "grpc: received message larger than max (5 vs. 4)" : "no"
        };
        var trailers = new Metadata();
        if (end.Contains("RetryInfo", StringComparison.Ordinal))
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(MaxOutage) }));
        }

        if (end.Contains("push-back", StringComparison.Ordinal))
        {
            trailers.Add("grpc-retry-pushback-ms", "-1");
        }

        trailers.Add("grpc-status-details-bin", Google.Protobuf.MessageExtensions.ToByteArray(status));
        return new RpcException(new Grpc.Core.Status(code, status.Message), trailers);
    }

    private static RpcException Intermediary(HttpStatusCode status) =>
        Broken(new HttpRequestException("outer", IntermediaryResponseException.NotGrpc(status, "text/html", HttpVersion.Version20, "300")));

    private static IEnumerable<Exception> Network(string end) => end switch
    {
        "RST_STREAM with any code" => Enumerable.Range(0, 14).Select(code => Broken(new HttpProtocolException(code, "reset", null))),
        "END_STREAM without a status" => [Broken(new MissingStatusException())],
        "connection refused, reset or closed" =>
        [
            Broken(new HttpRequestException(
                HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused))),
            Broken(new IOException("reset", new SocketException((int)SocketError.ConnectionReset))),
            Broken(new HttpIOException(HttpRequestError.ResponseEnded, "closed")),
        ],
        "name not resolved" =>
            [Broken(new HttpRequestException(
            HttpRequestError.NameResolutionError, "no such host", new SocketException((int)SocketError.HostNotFound)))],
        "certificate or TLS failure" =>
            [Broken(new HttpRequestException(
            HttpRequestError.SecureConnectionError, "TLS", new AuthenticationException("the certificate is invalid")))],
        "no HTTP/2" => [Broken(new HttpRequestException(HttpRequestError.VersionNegotiationError, "HTTP/1.1"))],
        _ when ProxyStatuses().Match(end) is { Success: true } => Statuses(end).Select(status =>
            Broken(new HttpRequestException(HttpRequestError.ProxyTunnelError,
                $"The proxy tunnel request to proxy 'http://proxy:3128/' failed with status code '{status}'.\""))),
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "Unknown."),
    };

    private static IEnumerable<Exception> Credential(string end) => end.StartsWith("`UNAUTHENTICATED`", StringComparison.Ordinal)
        ? [new VoiceCallSessionException(StatusCode.Unauthenticated, "the secret is rejected").OfCredential()]
        : [new VoiceCallSessionException(StatusCode.Unavailable, "the token endpoint is down") { IsTransient = true }.OfCredential()];

    private static IEnumerable<int> Statuses(string end) =>
        end.Contains("5xx", StringComparison.Ordinal) ? [408, 429, 500, 502, 503, 504] : [401, 403, 407];

    private static RpcException Broken(Exception cause) =>
        new(new Grpc.Core.Status(StatusCode.Internal, "Error starting gRPC call.", cause));

    [GeneratedRegex("^CONNECT proxy answers", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProxyStatuses();
}
