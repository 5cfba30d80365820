using System.Text.Json;

namespace Rvos.Training.Data;

/// <summary>Licences of photographs, as the <c>index.json</c> of their folder names them: an array of objects with <c>file</c> (a name without extension) and <c>license</c>.</summary>
internal static class PhotoLicences
{
    /// <summary>The photographs whose licences are not among those to leave out.</summary>
    /// <param name="photos">Paths of photographs.</param>
    /// <param name="folder">The folder with the index.</param>
    /// <param name="without">Licences to leave out; none reads no index.</param>
    /// <exception cref="InvalidDataException">The index is missing or damaged, or does not name a photograph's licence.</exception>
    internal static string[] LeaveOut(string[] photos, string folder, IReadOnlyList<string> without)
    {
        if (without.Count == 0) return photos;
        var licences = Read(Path.Combine(folder, "index.json"));
        return photos.Where(p => licences.TryGetValue(Path.GetFileNameWithoutExtension(p), out var licence) ? !without.Contains(licence)
            : throw new InvalidDataException($"{folder}: index.json says nothing of the licence of {Path.GetFileName(p)}")).ToArray();
    }

    private static Dictionary<string, string> Read(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: no such file; withoutLicences needs it");
        try
        {
            using var index = JsonDocument.Parse(File.ReadAllBytes(path));
            return index.RootElement.EnumerateArray().ToDictionary(e => e.GetProperty("file").GetString()!, e => e.GetProperty("license").GetString()!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: not an array of objects with file and license: {error.Message}", error);
        }
    }
}
