using System.Globalization;
using Rvos.Cli.Commands;
using Rvos.Video.Files;

namespace Rvos.Cli.Submit.Files;

/// <summary>
/// Masks by the names of videos: NAME.png is frame 0's mask of NAME.mp4, and NAME/00005.png is frame 5's. The video's whole name, with
/// extension, is tried first. In place of a PNG there may be a JSON file of polygons or run lengths.
/// </summary>
internal static class MaskFolder
{
    private static readonly string[] Extensions = [".png", ".json"];

    /// <summary>The masks of a video, by frame.</summary>
    /// <exception cref="SubmitException">There are none, or one of the files is not called by a frame.</exception>
    internal static IReadOnlyList<FramePrompt> Find(string folder, SubmitFile file)
    {
        var name = Path.HasExtension(file.Name) && file.Name.EndsWith(Path.GetExtension(file.Path), StringComparison.Ordinal) ? Path.ChangeExtension(file.Name, null) : file.Name;
        foreach (var candidate in new[] { name + Path.GetExtension(file.Path), name })
        {
            var masks = new List<FramePrompt>();
            masks.AddRange(Extensions.Select(e => DataFolder.Join(folder, candidate + e)).Where(File.Exists).Take(1).Select(f => new FramePrompt(0, f)));
            if (DataFolder.Join(folder, candidate) is var inner && Directory.Exists(inner))
                masks.AddRange(DataFolder.Files(inner).Where(f => Extensions.Contains(Path.GetExtension(f))).Select(Frame).OrderBy(m => m.Frame));
            if (masks.Count > 0) return masks;
        }

        throw new SubmitException($"there is no mask {Path.Combine(folder, name)}.png for it");
    }

    private static FramePrompt Frame(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var frame)
            ? new FramePrompt(frame, path)
            : throw new SubmitException($"{path}: a mask is called by its frame, for example 00000.png");
}
