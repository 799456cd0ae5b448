using System.Net;
using System.Text.Json;
using Cresta.VoiceCallSession.V1;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>The public page against our messages and against the fake server.</summary>
public sealed class SeedPageTests : RestServerTest
{
    public static TheoryData<int> Methods() => [.. Enumerable.Range(0, VoiceCallSessionService.Descriptor.Methods.Count)];

    // The page prints {profile} without a pattern.
    [Fact]
    public void The_pages_paths_are_those_of_the_annotations() => Assert.Equal(
        VoiceCallSessionService.Descriptor.Methods
            .Select(method => method.GetOptions().GetExtension(AnnotationsExtensions.Http).Post)
            .Select(path => path.Replace("{profile=**}", "{profile}", StringComparison.Ordinal)),
        SeedPage.Examples.Select(example => example.Path));

    [Theory]
    [MemberData(nameof(Methods))]
    public void Each_name_and_each_enum_spelling_is_the_pages(int index)
    {
        var (path, text) = SeedPage.Examples[index];
        var input = VoiceCallSessionService.Descriptor.Methods[index].InputType;
        using var body = JsonDocument.Parse(text);
        var fields = SeedPage.Fields(body.RootElement).ToList();

        foreach (var (name, value) in fields)
        {
            var field = Find(input, name);
            if (field.FieldType == FieldType.Enum)
            {
                Assert.Equal(field.EnumType.FindValueByNumber(0).Name, value.GetString());
            }
        }

        // And the other way round: we have no field that the page has not, but for the one in the path.
        Assert.Equal(
            fields.Select(field => field.Path).Distinct().Order(StringComparer.Ordinal),
            Names(input).Where(name => !path.Contains($"{{{name}}}", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_unary_example_without_its_placeholders_for_oneofs_is_answered_as_on_the_page()
    {
        var (path, text) = SeedPage.Examples[2];

        var reply = await Client.PostAsync(path.Replace("{profile}", "p", StringComparison.Ordinal), text);

        Assert.Equal((HttpStatusCode.OK, "{}"), (reply.Status, reply.Body));
        var recorded = Assert.Single(Server.UnaryEvents).SessionEvent!;
        Assert.Equal(("string", "string", true), (recorded.PlatformCallId, recorded.PlatformMasterCallId, recorded.CloseActiveCalls));
        Assert.Equal(new DateTime(2019, 8, 24, 14, 15, 22, DateTimeKind.Utc), recorded.PlatformTime.ToDateTime());
    }

    [Fact]
    public async Task A_stream_example_sets_several_members_of_a_oneof_and_one_arrives_by_chance()
    {
        // Base64 and a call event: "string" happens to be neither standard base64 nor padded.
        var (path, text) = SeedPage.Examples[0];
        var message = text.Replace("\"audioContent\": \"string\"", "\"audioContent\": \"AQI=\"", StringComparison.Ordinal);

        for (var i = 0; i < 20; i++)
        {
            var reply = await Client.PostAsync(path, message);

            // A first message that is a configuration is answered; anything else is refused, by the service and not by the gateway.
            Assert.Contains(reply.Status, new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest });
        }

        var calls = await Server.WaitForCallsAsync(20).Guarded();
        Assert.All(calls, call => Assert.Equal(1, call.MessageCount));
        Assert.Contains(calls, call => call.Configuration is not null);
        Assert.Contains(calls, call => call.Configuration is null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_stream_example_as_it_stands_is_refused_for_its_placeholder_of_audio_and_durations(int index)
    {
        var (path, text) = SeedPage.Examples[index];

        Assert.Equal(HttpStatusCode.InternalServerError, (await Client.PostAsync(path, text)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Each_member_of_a_stream_example_alone_is_taken(int index)
    {
        var (path, text) = SeedPage.Examples[index];
        var input = VoiceCallSessionService.Descriptor.Methods[index].InputType;
        using var body = JsonDocument.Parse(text
            .Replace("\"audioContent\": \"string\"", "\"audioContent\": \"AQI=\"", StringComparison.Ordinal)
            .Replace("\"pauseDuration\": \"string\"", "\"pauseDuration\": \"1.5s\"", StringComparison.Ordinal));
        var members = input.Oneofs[0].Fields.Select(field => $$"""{"{{field.JsonName}}":{{body.RootElement.GetProperty(field.JsonName)}},"sequenceId":"{{field.FieldNumber}}"}""");

        var reply = await Client.PostAsync(path, string.Join('\n', members));

        Assert.Equal(["1", "2", "3"], Answered(reply.Body));
        var call = Assert.Single(await Server.WaitForCallsAsync(1).Guarded());
        Assert.Equal((3L, 2L, 1), (call.MessageCount, call.TotalAudioBytes, call.Events.Count));
    }

    private static FieldDescriptor Find(MessageDescriptor type, string path)
    {
        FieldDescriptor? field = null;
        foreach (var name in path.Split('.'))
        {
            field = Assert.Single((field?.MessageType ?? type).Fields.InDeclarationOrder(), candidate => candidate.JsonName == name);
        }

        return field!;
    }

    private static IEnumerable<string> Names(MessageDescriptor type) => type.Fields.InDeclarationOrder().SelectMany(field =>
        field.FieldType == FieldType.Message && field.MessageType.File == type.File
            ? Names(field.MessageType).Select(name => $"{field.JsonName}.{name}").Prepend(field.JsonName)
            : [field.JsonName]);
}
