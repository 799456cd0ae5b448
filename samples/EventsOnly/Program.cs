using System.CommandLine;
using EventsOnly;

return await CommandRunner.RunAsync(new EventsCommand(), args, new InvocationConfiguration());
