using System.CommandLine.Invocation;
using EventsOnly;

var parsed = new EventsCommand().Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Action is ParseErrorAction ? ExitCodes.BadUsage : exitCode;
