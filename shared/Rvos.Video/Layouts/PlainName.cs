namespace Rvos.Video.Layouts;

/// <summary>Names of sequences and frames become paths: only plain ones are taken.</summary>
internal static class PlainName
{
    internal static bool Is(string name) =>
        name.Length is > 0 and <= 200 && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '\\', '\0');

    /// <summary>A folder within another one.</summary>
    /// <exception cref="ArgumentException">The name is no plain name.</exception>
    internal static string Join(string folder, string name) =>
        Is(name) ? Path.Combine(folder, name) : throw new ArgumentException($"'{name}' is no name of a sequence", nameof(name));
}
