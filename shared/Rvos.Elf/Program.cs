using Rvos.Elf;

return CopyCommand.Run(args, Console.Error);
