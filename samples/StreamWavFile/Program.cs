using System.CommandLine;
using StreamWavFile.Options;

// Ctrl-C and SIGTERM end the call gracefully: see Interruption.
return await CommandRunner.RunAsync(new StreamCommand(), args, new InvocationConfiguration { ProcessTerminationTimeout = null });
