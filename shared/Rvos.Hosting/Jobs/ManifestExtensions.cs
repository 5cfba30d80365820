using Rvos.Contracts.Jobs;

namespace Rvos.Hosting.Jobs;

/// <summary>Questions about a manifest.</summary>
public static class ManifestExtensions
{
    /// <summary>The revision whose masks of a segment count: the last one that covers it.</summary>
    public static int RevisionOf(this JobManifest manifest, int segment)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.Revisions.Last(r => r.FromSegment <= segment).Number;
    }

    /// <summary>The masks given within a segment, in the order in which they came.</summary>
    public static IEnumerable<JobPrompt> PromptsIn(this JobManifest manifest, int segment)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.Prompts.Where(p => p.Frame / manifest.SegmentLength == segment);
    }
}
