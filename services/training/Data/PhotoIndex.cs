using System.Text.Json;

namespace Rvos.Training.Data;

/// <summary>What the <c>index.json</c> of a folder of photographs says of them: an array of objects with <c>file</c> (a name without extension), and, where they are there, <c>license</c> and
/// <c>instances</c>, whose <c>id</c> is a label of the mask and <c>category</c> what it shows.</summary>
internal sealed class PhotoIndex
{
    private readonly string folder, path;
    private readonly Dictionary<string, (string? Licence, Dictionary<byte, string> Kinds)> photos = [];

    /// <summary>Reads a folder's index; without one nothing is known of any photograph.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isAsked">False leaves the file unread: nobody will ask for what it says.</param>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    internal PhotoIndex(string folder, bool isAsked)
    {
        (this.folder, path) = (folder, Path.Combine(folder, "index.json"));
        if (!isAsked || !File.Exists(path)) return;
        try
        {
            using var index = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var entry in index.RootElement.EnumerateArray())
                photos.Add(entry.GetProperty("file").GetString()!, (entry.TryGetProperty("license", out var licence) ? licence.GetString() : null, KindsIn(entry)));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"{path}: not an array of objects with file, license and instances: {error.Message}", error);
        }
    }

    /// <summary>Categories of the labels in a photograph's mask, as far as they are known.</summary>
    internal IReadOnlyDictionary<byte, string>? KindsOf(string photo) => photos.TryGetValue(NameOf(photo), out var known) ? known.Kinds : null;

    /// <summary>The photographs whose licences are not among those to leave out.</summary>
    /// <param name="files">Paths of photographs.</param>
    /// <param name="without">Licences to leave out.</param>
    /// <exception cref="InvalidDataException">Licences are to be left out, and that of a photograph is not known; or none is left.</exception>
    internal string[] LeaveOut(string[] files, IReadOnlyList<string> without)
    {
        if (without.Count == 0) return files;
        var left = files.Where(f => photos.TryGetValue(NameOf(f), out var known) && known.Licence is { } licence ? !without.Contains(licence)
            : throw new InvalidDataException($"{path} does not name the licence of {Path.GetFileName(f)}, and withoutLicences needs it")).ToArray();
        return left.Length > 0 ? left : throw new InvalidDataException($"{folder}: withoutLicences leaves none of its {files.Length} photographs");
    }

    private static Dictionary<byte, string> KindsIn(JsonElement entry) => !entry.TryGetProperty("instances", out var instances) ? []
        : instances.EnumerateArray().ToDictionary(i => i.GetProperty("id").GetByte(), i => i.GetProperty("category").GetString()!);

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);
}
