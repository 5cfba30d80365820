namespace Rvos.Ingestion.Decoding;

/// <summary>The segments of a job that were passed on for a revision. Messages need not come in the order of their segments, so that each counts on its own. Bounded: of what
/// was forgotten the answer is no, and passing on once more does no harm.</summary>
internal sealed class PassedSegments
{
    private const int Most = 1024;
    private readonly SortedSet<int> segments = [];

    /// <summary>The revision, −1 before the first.</summary>
    internal int Revision { get; private set; } = -1;

    /// <summary>True when a segment was passed on for a revision.</summary>
    internal bool Contains(int revision, int segment) => revision == Revision && segments.Contains(segment);

    /// <summary>Notes a segment; those of another revision are forgotten.</summary>
    internal void Add(int revision, int segment)
    {
        if (revision != Revision) segments.Clear();
        Revision = revision;
        segments.Add(segment);
        if (segments.Count > Most) segments.Remove(segments.Min);
    }

    /// <summary>Forgets all.</summary>
    internal void Clear()
    {
        segments.Clear();
        Revision = -1;
    }
}
