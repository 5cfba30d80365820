using System.Text;
using System.Text.RegularExpressions;

namespace Rvos.Video.Ffmpeg;

/// <summary>
/// Turns what a library or a tool says of a file into what its owner may read, who does not see this machine: without paths, URLs, addresses,
/// host names, and names of tools and types. The one place for it; whoever calls it logs the full text where that helps an operator.
/// </summary>
public static partial class LibraryText
{
    private const int MaximumLength = 300;
    private const string TheFile = "the file", TheProgram = "the program";

    /// <summary>The text for users, without a full stop at its end and of at most 300 characters.</summary>
    /// <param name="text">As the library said it.</param>
    /// <param name="paths">Files that it may name: also found where they have spaces, or where characters beyond ASCII were replaced.</param>
    public static string ForUsers(string text, params IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths.Where(path => path.Length > 1).SelectMany(Spellings)) text = text.Replace(path, TheFile, StringComparison.Ordinal);
        if (Environment.MachineName is { Length: > 3 } host) text = Regex.Replace(text, $@"\b{Regex.Escape(host)}\b", "the server", RegexOptions.IgnoreCase);
        text = Origin().Replace(text, "");
        text = Quoted().Replace(text, "");
        text = Url().Replace(text, "an address");
        text = AnyPath().Replace(text, TheFile);
        text = Address().Replace(text, "an address");
        text = TypeName().Replace(text, "an error");
        text = Tool().Replace(text, TheProgram);
        text = Pointer().Replace(text, "");
        text = Blanks().Replace(text, " ").Trim().TrimEnd('.', ':', ' ');
        if (text.StartsWith($"{TheFile}: ", StringComparison.Ordinal)) text = text[(TheFile.Length + 2)..];
        if (text.Length == 0) text = "no reason is known";
        return text.Length > MaximumLength ? text[..MaximumLength] + "…" : text;
    }

    // ffmpeg's log has a question mark for each byte beyond ASCII.
    private static IEnumerable<string> Spellings(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path).Select(value => value is >= 32 and < 127 ? (char)value : '?');
        string[] all = [Path.GetFullPath(path), path, new string([.. bytes])];
        return all.SelectMany(one => new[] { "file:" + one, one }).Distinct();
    }

    // "[h264 @ 0x55…] [error] " and "[in#0/mpegts]".
    [GeneratedRegex(@"\[[^\[\]\n]{1,80}\](?=\s|\[|$)")]
    private static partial Regex Origin();

    [GeneratedRegex(@"^'.*?': ")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s'""]+")]
    private static partial Regex Url();

    // Names may have spaces: up to a colon, a quotation mark or the end.
    [GeneratedRegex(@"(?<![\w./])(?:[a-z]+:)?(?:/+[^/\s:'""][^:'""\n]*|[A-Za-z]:\\[^:'""\n]*)")]
    private static partial Regex AnyPath();

    [GeneratedRegex(@"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\blocalhost(?::\d+)?\b|\[[0-9a-fA-F:]*::[0-9a-fA-F:]*\](?::\d+)?")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b[A-Z]\w*(?:[.+][A-Z]\w*)+\b")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b(?:ffmpeg|ffprobe|lib(?:av|sw|x26|torch|vpx|aom|opus)\w*|av(?:codec|format|util|filter)\w*|swscaler?|x26[45]|torch(?:sharp)?|opencv\w*|sqlite\w*|npgsql|postgres(?:ql)?|dapper|masstransit|rabbitmq|kestrel|azurite|azure)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Tool();

    [GeneratedRegex(@"(?: @)? ?\b0x[0-9a-fA-F]+\b")]
    private static partial Regex Pointer();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
