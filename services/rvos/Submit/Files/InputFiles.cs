using Microsoft.Extensions.FileSystemGlobbing;
using Rvos.Video.Decoding;
using Rvos.Video.Files;

namespace Rvos.Cli.Submit.Files;

/// <summary>Which files are meant: files, folders (videos in them, at any depth), globs, and lists of these (<c>@FILE</c>, <c>@-</c>).</summary>
internal static class InputFiles
{
    private const int MaximumFiles = 1_000_000;

    // In a folder other files may lie beside videos; a file that is named is taken whatever it is called.
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".wmv", ".asf", ".flv", ".ogv", ".3gp", ".mxf", ".y4m", ".gif",
    };

    /// <summary>All files in the order given, folders in the order of names, none twice.</summary>
    /// <exception cref="ArgumentException">Something is not there, or two videos would have the same results' folder.</exception>
    internal static IReadOnlyList<SubmitFile> Expand(IEnumerable<string> inputs, TextReader standardInput)
    {
        var found = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in inputs.SelectMany(i => Listed(i, standardInput)))
        {
            foreach (var (path, relative) in Matches(input))
            {
                found.TryAdd(path, relative);
                if (found.Count > MaximumFiles) throw new ArgumentException($"more than {MaximumFiles} files");
            }
        }

        return FileNames.Assign([.. found.Select(f => (f.Key, f.Value))]);
    }

    private static string[] Listed(string input, TextReader standardInput)
    {
        if (input.Length < 2 || input[0] != '@' || Path.Exists(input)) return [input];
        var list = input[1..];
        if (list != "-" && !File.Exists(list)) throw new ArgumentException($"{input}: there is no list '{list}'");
        var lines = list == "-" ? ReadLines(standardInput) : File.ReadLines(list);
        return lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').ToArray();
    }

    private static IEnumerable<string> ReadLines(TextReader reader)
    {
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static (string Path, string Relative)[] Matches(string input)
    {
        var full = Path.GetFullPath(input);
        if (File.Exists(full)) return [(full, Path.GetFileName(full))];
        if (Directory.Exists(full)) return InFolder(input, full);
        return input.AsSpan().ContainsAny('*', '?') ? OfPattern(input) : throw new ArgumentException($"{input}: no such file or folder");
    }

    private static (string Path, string Relative)[] InFolder(string input, string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        var files = Directory.EnumerateFiles(folder, "*", options).Where(f => Extensions.Contains(Path.GetExtension(f)) && !IsPassedOver(folder, f))
            .Order(NaturalNameComparer.Instance).Select(f => (f, Path.GetRelativePath(folder, f))).ToArray();
        return files.Length > 0 ? files : throw new ArgumentException($"{input}: there is no video in this folder");
    }

    private static (string Path, string Relative)[] OfPattern(string pattern)
    {
        var parts = pattern.Replace('\\', '/').Split('/');
        var plain = parts.TakeWhile(p => !p.AsSpan().ContainsAny('*', '?')).ToArray();
        var root = Path.GetFullPath(plain.Length == 0 ? "." : string.Join('/', plain) is { Length: > 0 } start ? start : "/");
        // As in a shell, where * is no leading dot.
        var namesHidden = parts.Skip(plain.Length).Any(p => p.StartsWith('.'));
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(string.Join('/', parts.Skip(plain.Length)));
        var files = matcher.GetResultsInFullPath(root).Select(Path.GetFullPath).Where(f => namesHidden || !IsPassedOver(root, f)).Order(NaturalNameComparer.Instance).Select(f => (f, Path.GetRelativePath(root, f))).ToArray();
        return files.Length > 0 ? files : throw new ArgumentException($"{pattern}: no file matches");
    }

    private static bool IsPassedOver(string root, string path) => Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Any(DataFolder.IsPassedOver);
}
