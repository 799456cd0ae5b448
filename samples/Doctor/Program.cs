using Doctor;

return await DoctorCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
