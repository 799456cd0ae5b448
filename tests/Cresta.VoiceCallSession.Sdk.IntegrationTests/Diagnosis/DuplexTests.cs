using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>Something between client and service that holds requests or answers back.</summary>
public sealed class DuplexTests
{
    // Waits of a quarter of this are waited for in vain.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task A_gateway_that_reads_the_whole_request_first_is_found_out()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.Rest = new RestBehavior { ReadsWholeBody = true };

        var report = await DiagnosedClient.DiagnoseAsync(
            VoiceCallSessionTransport.Rest, server, how: new DiagnosisOptions { CheckTimeout = Soon });

        report.ExpectFailure("duplex", "no response was received before the request had ended", "Turn off request and response buffering");
        report.Expect("service", DiagnosisStatus.Passed);
        Assert.All(server.Calls, call => Assert.Null(call.Configuration));
    }

    [Fact]
    public async Task So_is_one_in_front_of_grpc()
    {
        await using var gateway = await HttpSite.StartAsync(static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await HttpSite.AnswerGrpcAsync(context);
        });

        var report = await DiagnosedClient.DiagnoseAsync(
            VoiceCallSessionTransport.Grpc, gateway.Endpoint, how: new DiagnosisOptions { CheckTimeout = Soon });

        report.ExpectFailure("duplex", "no response was received before the request had ended", "Turn off request and response buffering");
    }

    [Fact]
    public async Task A_service_that_waits_for_more_than_nothing_is_not_taken_for_one()
    {
        // Breaks off at the first message that it cannot read, or at the end.
        await using var service = await HttpSite.StartAsync(static async context =>
        {
            var bytes = new byte[256];
            int read;
            while ((read = await context.Request.Body.ReadAsync(bytes)) > 0 && !bytes.AsSpan(0, read).Contains((byte)0x07))
            {
            }

            await HttpSite.AnswerGrpcAsync(context);
        });

        var report = await DiagnosedClient.DiagnoseAsync(
            VoiceCallSessionTransport.Grpc, service.Endpoint, how: new DiagnosisOptions { CheckTimeout = Soon });

        report.Expect("duplex", DiagnosisStatus.Passed, "while the request is still open");
    }

    [Fact]
    public async Task A_proxy_that_holds_answers_back_is_only_found_out_by_a_test_call()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.Rest = new RestBehavior { BuffersAnswers = true };

        var without = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Rest, server);
        without.Expect("duplex", DiagnosisStatus.Passed, "only a test call shows");

        var with = await DiagnosedClient.DiagnoseAsync(VoiceCallSessionTransport.Rest, server,
            how: new DiagnosisOptions { CheckTimeout = Soon, TestCall = CallRig.Configuration("test-1") });
        with.ExpectFailure("duplex", "no response was received before the request had ended", "Turn off request and response buffering");
        Assert.Equal("a test call", with.Of("duplex").Facts["probe"]);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_test_call_is_opened_and_ended_well(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();

        var report = await DiagnosedClient.DiagnoseAsync(
            transport, server, how: new DiagnosisOptions { TestCall = CallRig.Configuration("test-1") });

        Assert.True(report.Status == DiagnosisStatus.Passed, report.ToJson());
        report.Expect("duplex", DiagnosisStatus.Passed, "came while the stream was still open");
        var call = await server.WaitForCallAsync("test-1").WaitAsync(CallRig.Watchdog);
        Assert.Equal((1, 0), (call.MessageCount, call.Events.Count));
        await call.WaitForEndAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallEnding.ClientCompleted, call.Ending);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_service_that_does_not_answer_a_configuration_leaves_it_open(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.ScriptFor("test-1", CallScript.Answering().NeverAnswer());

        var report = await DiagnosedClient.DiagnoseAsync(
            transport, server, how: new DiagnosisOptions { CheckTimeout = Soon, TestCall = CallRig.Configuration("test-1") });

        report.Expect("duplex", DiagnosisStatus.Warning, "no answer at all", "a real call");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_test_call_that_is_refused_leaves_it_open(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.ScriptFor(
            "test-1", CallScript.Answering().NotAnsweringConfiguration().EndWithStatus(Grpc.Core.StatusCode.NotFound, afterMessages: 1));

        var report = await DiagnosedClient.DiagnoseAsync(transport, server,
            how: new DiagnosisOptions { TestCall = CallRig.Configuration("test-1") });

        report.Expect("duplex", DiagnosisStatus.Warning, "ended the test call's stream at once", "profile");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_network_that_goes_silent_after_a_while_is_no_proof_either_way(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.ScriptNext(CallScript.Answering());
        server.ScriptNext(CallScript.Answering());
        server.Script = CallScript.Answering().StopReadingAfter(0);

        var report = await DiagnosedClient.DiagnoseAsync(transport, server, how: new DiagnosisOptions { CheckTimeout = Soon });

        report.Expect("duplex", DiagnosisStatus.Warning, "could not be checked", "longer CheckTimeout");
    }
}
