using Rvos.Numerics;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Compatibility;

/// <summary>The original project's way from binary masks to one label per pixel: masks are matched with the annotated objects by their overlap in the frame
/// where the objects start, and painted over each other in order of decreasing cost, so that the best match wins; an object that has not started is not painted.
/// No probability is compared.</summary>
public sealed class OriginalMerge
{
    private readonly int firstId;
    private readonly int objects;
    private readonly Dictionary<int, double> costs = []; // of the objects that have started, each from the frame in which it did
    private int[] columns = [];
    private int width, height;

    /// <summary>Starts a sequence.</summary>
    /// <param name="firstId">Least object id.</param>
    /// <param name="lastId">Greatest object id, late objects included; all ids between get a row of the cost matrix.</param>
    /// <exception cref="ArgumentException">The ids are not within 1..255 in this order.</exception>
    public OriginalMerge(int firstId, int lastId)
    {
        if (firstId < 1 || lastId < firstId || lastId > 255) throw new ArgumentException($"object ids {firstId}..{lastId} are not within 1..255");
        (this.firstId, objects) = (firstId, lastId - firstId + 1);
    }

    /// <summary>Merges the masks of the next frame.</summary>
    /// <param name="predictions">Binary masks (0 is background), of any size.</param>
    /// <param name="annotation">Annotation of the first frame and of those where objects start, else null; its size is that of the result.</param>
    /// <returns>The first frame's annotation itself, then labels of its size; of objects that start the annotated pixels lie on top.</returns>
    /// <exception cref="ArgumentException">The first frame has no annotation, or an annotation has another size.</exception>
    public LabelMask Next(IReadOnlyList<LabelMask> predictions, LabelMask? annotation)
    {
        if (columns.Length == 0)
        {
            if (annotation is null) throw new ArgumentException("the first frame has no annotation", nameof(annotation));
            (width, height) = (annotation.Width, annotation.Height);
            Assign(Resize(predictions), annotation);
            return annotation;
        }

        if (annotation is not null && (annotation.Width != width || annotation.Height != height))
            throw new ArgumentException($"an annotation of {annotation.Width}x{annotation.Height} in a sequence of {width}x{height}", nameof(annotation));
        var masks = Resize(predictions);
        var labels = Paint(masks);
        var started = annotation is null ? [] : Assign(masks, annotation);
        foreach (var id in started)
            for (var i = 0; i < labels.Length; i++)
                if (annotation!.Labels[i] == id) labels[i] = (byte)id;
        return new LabelMask(width, height, labels);
    }

    private byte[][] Resize(IReadOnlyList<LabelMask> predictions) =>
        predictions.Select(p => new PilResizer(p.Width, p.Height, width, height).Nearest(p.Labels)).ToArray();

    // Ids that start in this frame. Objects that started before keep their masks by a cost of zero; where masks are too few, columns without a mask fill up.
    private int[] Assign(byte[][] masks, LabelMask annotation)
    {
        var started = annotation.Labels.Distinct().Select(l => (int)l).Where(l => l >= firstId && l < firstId + objects && !costs.ContainsKey(l)).Order().ToArray();
        if (started.Length == 0 && columns.Length > 0) return started;
        var cost = new double[objects, Math.Max(objects, masks.Length)];
        for (var row = 0; row < objects; row++)
        {
            var id = row + firstId;
            for (var column = 0; column < cost.GetLength(1); column++)
            {
                cost[row, column] = costs.ContainsKey(id) && columns[row] == column ? 0
                    : column < masks.Length && started.Contains(id) ? 1 - Overlap(annotation.Labels, id, masks[column]) : 1;
            }
        }

        columns = HungarianAssignment.Solve(cost);
        foreach (var id in started) costs[id] = cost[id - firstId, columns[id - firstId]];
        return started;
    }

    private byte[] Paint(byte[][] masks)
    {
        var labels = new byte[width * height];
        foreach (var id in costs.Keys.OrderByDescending(id => costs[id]).ThenBy(id => id))
        {
            if (columns[id - firstId] >= masks.Length) continue;
            var mask = masks[columns[id - firstId]];
            for (var i = 0; i < labels.Length; i++)
                if (mask[i] != 0) labels[i] = (byte)id;
        }

        return labels;
    }

    private static double Overlap(byte[] labels, int id, byte[] mask)
    {
        int both = 0, either = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var (a, b) = (labels[i] == id, mask[i] != 0);
            if (a && b) both++;
            if (a || b) either++;
        }

        return either == 0 ? 1 : (double)both / either;
    }
}
