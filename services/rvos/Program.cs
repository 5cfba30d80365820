using Rvos.Cli.Commands;

return await RvosProgram.RunAsync(args);
