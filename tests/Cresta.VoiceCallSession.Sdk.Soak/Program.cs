using System.CommandLine;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Soak;

var seconds = new Option<int>("--seconds")
{
    Description = "How long the calls are held: 60 or more, since less tells nothing about "
    + "memory.",
    DefaultValueFactory = _ => 600
};
var transport = new Option<VoiceCallSessionTransport>("--transport") { Description = "How the calls reach the server." };
var serve = new Option<bool>(ServerProcess.ServeOption) { Description = "Be the server: what the soak starts for itself.", Hidden = true };
var command = new RootCommand("Holds 100 paced calls over connections that are cut, one each second, and looks at what they leave "
    + "behind. Exit code 0: nothing; 1: something.") { seconds, transport, serve };
command.SetAction(parsed => parsed.GetValue(serve)
    ? ServerProcess.ServeAsync()
    : SoakRun.RunAsync(TimeSpan.FromSeconds(Math.Max(parsed.GetValue(seconds), SoakRun.ShortestSeconds)), parsed.GetValue(transport)));
return await command.Parse(args).InvokeAsync();
