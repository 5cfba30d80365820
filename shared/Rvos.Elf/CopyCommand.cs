namespace Rvos.Elf;

/// <summary>The program: copies a shared library and makes a version that the copy needs optional.</summary>
public static class CopyCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="arguments">The library, the copy, and the version's name.</param>
    /// <param name="output">Receives one line, in the form that MSBuild reads as an error, when it fails.</param>
    /// <returns>0, or 1 when it failed and there is no copy, or the one of before.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        if (arguments.Count != 3) return Fail(output, "usage: Rvos.Elf LIBRARY COPY VERSION");
        var (library, copy, version) = (arguments[0], arguments[1], arguments[2]);
        try
        {
            var bytes = File.ReadAllBytes(library);
            _ = NeededVersion.MakeOptional(bytes, version);
            // Other builds may read the copy at this moment.
            var draft = $"{copy}.{Environment.ProcessId}";
            File.WriteAllBytes(draft, bytes);
            File.Move(draft, copy, overwrite: true);
            return 0;
        }
        catch (Exception error) when (error is ElfFormatException or IOException or UnauthorizedAccessException)
        {
            return Fail(output, $"{library}: {error.Message}");
        }
    }

    private static int Fail(TextWriter output, string message)
    {
        output.WriteLine($"Rvos.Elf : error : {message}");
        return 1;
    }
}
