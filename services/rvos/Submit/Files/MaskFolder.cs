using System.Globalization;
using Rvos.Cli.Commands;

namespace Rvos.Cli.Submit.Files;

/// <summary>
/// Masks by the names of videos: NAME.png is frame 0's mask of NAME.mp4, and NAME/00005.png is frame 5's. The video's whole name, with
/// extension, is tried first.
/// </summary>
internal static class MaskFolder
{
    /// <summary>The masks of a video, by frame.</summary>
    /// <exception cref="SubmitException">There are none, or one of the files is not called by a frame.</exception>
    internal static IReadOnlyList<FramePrompt> Find(string folder, SubmitFile file)
    {
        var name = Path.HasExtension(file.Name) && file.Name.EndsWith(Path.GetExtension(file.Path), StringComparison.Ordinal) ? Path.ChangeExtension(file.Name, null) : file.Name;
        foreach (var candidate in new[] { name + Path.GetExtension(file.Path), name }.Select(n => Path.Combine(folder, n)))
        {
            var masks = new List<FramePrompt>();
            if (File.Exists(candidate + ".png")) masks.Add(new FramePrompt(0, candidate + ".png"));
            if (Directory.Exists(candidate)) masks.AddRange(Directory.EnumerateFiles(candidate, "*.png").Select(Frame).OrderBy(m => m.Frame));
            if (masks.Count > 0) return masks;
        }

        throw new SubmitException($"there is no mask {Path.Combine(folder, name)}.png for it");
    }

    private static FramePrompt Frame(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var frame)
            ? new FramePrompt(frame, path)
            : throw new SubmitException($"{path}: a mask is called by its frame, for example 00000.png");
}
