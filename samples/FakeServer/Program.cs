using FakeServer;

return await FakeServerCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
