using Rvos.Video.Files;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Training.Data.Sequences;

/// <summary>YouTube-VOS: the annotated frames, every fifth of the video, make the sequence.</summary>
internal static class YouTubeVosData
{
    internal static IReadOnlyList<AnnotatedSequence> Read(string folder) => YouTubeVosLayout.Read(folder)
        .Select(s => Known(DavisData.Join(s, DataFolder.Join(folder, "JPEGImages", s.Name), MaskValues.Labels), s.Objects)).ToArray();

    // Labels that meta.json does not list belong to nobody.
    private static AnnotatedSequence Known(AnnotatedSequence sequence, IReadOnlyList<TruthObject> objects)
    {
        var isListed = new bool[256];
        foreach (var item in objects) isListed[item.Id] = true;
        return sequence with { Frames = sequence.Frames.Select(f => f with { ReadMask = () => Filtered(f.ReadMask(), isListed) }).ToArray() };
    }

    private static LabelMask Filtered(LabelMask mask, bool[] isListed)
    {
        for (var i = 0; i < mask.Labels.Length; i++)
            if (!isListed[mask.Labels[i]]) mask.Labels[i] = 0;
        return mask;
    }
}
