using Rvos.Libtorch;
using Rvos.Model.S2S;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>The objects that a batch of clips has, one row each, for networks that follow each object on its own.</summary>
internal sealed class S2sRows
{
    /// <summary>So low a logit has probability 0, costs nothing beside a target of 0 and has no gradient.</summary>
    internal const double Never = -1e4;

    /// <summary>The class that libtorch's cross-entropy leaves out.</summary>
    internal const double NoClass = -100;

    private readonly ClipBatch batch;
    private readonly int[] rowOf;
    private readonly Tensor places;

    internal S2sRows(ClipBatch batch)
    {
        this.batch = batch;
        var present = batch.Present.cpu().contiguous().data<float>().ToArray();
        var rows = Enumerable.Range(0, present.Length).Where(i => present[i] > 0).ToArray();
        if (rows.Length == 0) throw new ArgumentException("clips without objects", nameof(batch));
        rowOf = Enumerable.Range(0, present.Length).Select(i => Array.IndexOf(rows, i)).ToArray();
        var device = batch.Frames.device;
        places = tensor(rows.Select(r => (long)r).ToArray()).to(device);
        Clips = tensor(rows.Select(r => (long)(r % batch.Batch)).ToArray()).to(device);
    }

    /// <summary>Each row's clip (R).</summary>
    internal Tensor Clips { get; }

    /// <summary>Each row's first frame (R,3,H,W).</summary>
    internal Tensor FirstFrames => batch.Frames.narrow(0, 0, batch.Batch).index_select(0, Clips);

    /// <summary>True masks of a frame (R,1,H,W).</summary>
    internal Tensor Targets(int frame) => batch.Targets.select(0, frame).flatten(0, 1).index_select(0, places);

    /// <summary>Pixels of a frame that no loss looks at (R,1,H,W), or null.</summary>
    internal Tensor? Ignored(int frame) => batch.Ignored?.select(0, frame).index_select(0, Clips).GreaterThan(0);

    /// <summary>Rows (R,1,H,W) to the batch's slots (N,B,1,H,W); zeros where a clip has no such object.</summary>
    internal Tensor InSlots(Tensor rows)
    {
        var (height, width) = (rows.shape[2], rows.shape[3]);
        var empty = zeros([1, 1, height, width], rows.dtype, rows.device);
        return cat(rowOf.Select(r => r < 0 ? empty : rows.narrow(0, r, 1)).ToArray(), 0).view(batch.Objects, batch.Batch, 1, height, width);
    }

    /// <summary>Rows with so many true pixels; null for all, also when none has as many.</summary>
    internal static Tensor? LargerThan(Tensor targets, double area)
    {
        if (area <= 0) return null;
        var areas = targets.sum([1, 2, 3]).cpu().data<float>().ToArray();
        var chosen = Enumerable.Range(0, areas.Length).Where(i => areas[i] >= area).Select(i => (long)i).ToArray();
        return chosen.Length == 0 || chosen.Length == areas.Length ? null : tensor(chosen).to(targets.device);
    }

    /// <summary>Distance classes of masks (R,1,H,W), as whole numbers (R,H,W).</summary>
    internal static Tensor Classes(Tensor targets, DistanceScale scale)
    {
        var (rows, height, width) = ((int)targets.shape[0], (int)targets.shape[2], (int)targets.shape[3]);
        var masks = targets.cpu().to_type(ScalarType.Byte).contiguous().data<byte>().ToArray();
        var classes = new byte[masks.Length];
        var pixels = height * width;
        Parallel.For(0, rows, r => scale.Classify(masks.AsSpan(r * pixels, pixels), height, width).CopyTo(classes, r * pixels));
        return tensor(classes, [rows, height, width]).to_type(ScalarType.Int64).to(targets.device);
    }
}
