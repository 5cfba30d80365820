namespace Rvos.Decoder;

/// <summary>The segments of a session that others were told of, and when. Each counts on its own: that a later segment was told says nothing of an earlier one. Bounded: of what
/// was forgotten the answer is no, and telling once more does no harm.</summary>
public sealed class ToldSegments
{
    private const int Most = 256;
    private readonly Dictionary<(int Revision, int Segment), long> times = [];
    private readonly Queue<(int Revision, int Segment)> order = [];

    /// <summary>Notes that others were told of a segment.</summary>
    /// <param name="revision">Of the masks.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="now">A timestamp of the process's clock.</param>
    public void Add(int revision, int segment, long now)
    {
        if (!times.ContainsKey((revision, segment))) order.Enqueue((revision, segment));
        times[(revision, segment)] = now;
        if (order.Count > Most) times.Remove(order.Dequeue());
    }

    /// <summary>True when others were told of a segment.</summary>
    public bool Contains(int revision, int segment) => times.ContainsKey((revision, segment));

    /// <summary>True when others were told of a segment at a moment or after it.</summary>
    public bool Contains(int revision, int segment, long since) => times.TryGetValue((revision, segment), out var at) && at >= since;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        times.Clear();
        order.Clear();
    }
}
