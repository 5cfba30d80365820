using Rvos.Results;

namespace Rvos.Results.Writing;

/// <summary>Gathers, per object, the first frame and the ranges of frames in which it was lost.</summary>
internal sealed class LostRanges
{
    private readonly SortedDictionary<int, (int First, List<(int From, int To)> Ranges)> objects = [];

    /// <summary>Objects seen so far, ascending.</summary>
    internal IEnumerable<(int Id, int FirstFrame, IReadOnlyList<(int From, int To)> Ranges)> All =>
        objects.Select(o => (o.Key, o.Value.First, (IReadOnlyList<(int, int)>)o.Value.Ranges));

    internal void Add(int frame, ObjectObservation observation)
    {
        if (!objects.TryGetValue(observation.ObjectId, out var entry)) objects[observation.ObjectId] = entry = (frame, []);
        if (!observation.IsLost) return;
        if (entry.Ranges.Count > 0 && entry.Ranges[^1].To == frame - 1) entry.Ranges[^1] = (entry.Ranges[^1].From, frame);
        else entry.Ranges.Add((frame, frame));
    }
}
