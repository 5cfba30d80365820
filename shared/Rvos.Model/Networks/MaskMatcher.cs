using Rvos.Libtorch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>Finds an object again by what it looks like; ours, not in the paper. Every place of a frame at stride 8 has a key of length one. A place asks the keys of
/// another frame, by soft attention over cosines, how much of the mask there it is: once anywhere in the frame in which the mask was given (the reference mask: it brings objects back
/// after they were lost), and once nearby in the frame before (the carried mask: it follows fast objects). Both go into the cells beside the previous mask.</summary>
public sealed class MaskMatcher : nn.Module
{
    /// <summary>Channels that matching always adds: the reference mask and the carried mask.</summary>
    public const int Channels = 2;

    /// <summary>Index of the skip map that keys are made of (stride 8).</summary>
    public const int Level = 2;

    /// <summary>How far the carried mask reaches, in places: 32 pixels from frame to frame.</summary>
    public const int Reach = 4;

    private const double FirstSharpness = 10;

    // TorchSharp registers and moves parameters by the names of the fields that hold them.
    private readonly Parameter sharpness;
    private readonly Parameter? recall_sharpness;

    /// <summary>A matcher over skip maps of so many channels; keys have as many. It recalls masks from several frames when <paramref name="recalls"/>.</summary>
    public MaskMatcher(int channels, bool recalls = false)
        : base(nameof(MaskMatcher))
    {
        Projection = new Convolution(channels, channels, 1);
        register_module("projection", Projection);
        using var scope = NewDisposeScope();
        sharpness = new Parameter(tensor([(float)Math.Log(FirstSharpness)]));
        sharpness.DetachFromDisposeScope();
        register_parameter(nameof(sharpness), sharpness);
        if (!recalls) return;
        recall_sharpness = new Parameter(tensor([(float)Math.Log(FirstSharpness)]));
        recall_sharpness.DetachFromDisposeScope();
        register_parameter(nameof(recall_sharpness), recall_sharpness);
    }

    /// <summary>The 1x1 convolution from skip maps to keys.</summary>
    public Convolution Projection { get; }

    /// <summary>Factor of the cosines before the softmax, learnt: (1).</summary>
    public Tensor Sharpness => sharpness.exp();

    /// <summary>The same for masks recalled from several frames; null where none are.</summary>
    public Tensor? RecallSharpness => recall_sharpness?.exp();

    /// <summary>Keys (N,c,h,w) of length one of skip maps (N,c,h,w), fp32.</summary>
    public Tensor Keys(Tensor skip) => Unit(Projection.forward(skip).to_type(ScalarType.Float32));

    /// <summary>Vectors (N,c,h,w) brought to length one.</summary>
    public static Tensor Unit(Tensor vectors) => vectors / vectors.mul(vectors).sum([1], keepdim: true).Add(1e-12).sqrt();

    /// <summary>How much each place of a frame looks at each place of another: (N,hw,hw), rows add up to one.</summary>
    /// <param name="now">Keys (N,c,h,w).</param>
    /// <param name="then">Keys of the other frame (N,c,h,w).</param>
    /// <param name="sharpness">Factor of the cosines.</param>
    /// <param name="near">From <see cref="Near"/>, or null to look everywhere.</param>
    public static Tensor Attend(Tensor now, Tensor then, Tensor sharpness, Tensor? near)
    {
        var cosines = Flat(now).transpose(1, 2).matmul(Flat(then)).mul(sharpness);
        return (near is null ? cosines : cosines.Add(near)).softmax(2);
    }

    /// <summary>What keeps attention nearby: (hw,hw), 0 within reach and very low elsewhere.</summary>
    public static Tensor Near(long height, long width, Device device)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = (Far(height), Far(width));
        var far = rows.view(height, 1, height, 1).logical_or(columns.view(1, width, 1, width)).reshape(height * width, height * width);
        return zeros(far.shape).MaskedFill(far, -1e4).to(device).MoveToOuterDisposeScope();

        static Tensor Far(long size) => (Numbers(size).view(-1, 1) - Numbers(size).view(1, -1)).abs().GreaterThan(Reach);

        static Tensor Numbers(long size) => tensor(Enumerable.Range(0, (int)size).Select(i => (long)i).ToArray());
    }

    /// <summary>A mask (N,1,H,W) as share of each place (N,1,h,w), at stride 8.</summary>
    public static Tensor Shrink(Tensor mask) => Pool(mask, 8);

    /// <summary>The mask that a frame's places find in another: attention (N,hw,hw) over shares (N,1,h,w).</summary>
    public static Tensor Find(Tensor attention, Tensor shares) => attention.matmul(Flat(shares).transpose(1, 2)).transpose(1, 2).reshape(shares.shape);

    /// <summary>How much each place of a frame takes from each place of some remembered frames: (N,hw,P), P places of all of them.</summary>
    /// <param name="now">Keys (N,c,h,w).</param>
    /// <param name="bank">Keys of the remembered frames (N,c,P).</param>
    /// <param name="sharpness">Factor of the cosines.</param>
    /// <param name="mutual">False: attention, rows add up to one. True: each pair's attention times exp(s - s*), s its score and s* the best score that the remembered place has with any
    /// place of the frame, so that what a place takes adds up to less where the match is one-sided.</param>
    public static Tensor Recollect(Tensor now, Tensor bank, Tensor sharpness, bool mutual)
    {
        var scores = Flat(now).transpose(1, 2).matmul(bank).mul(sharpness);
        var attention = scores.softmax(2);
        return mutual ? attention.mul(scores.sub(scores.amax([1], keepdim: true)).exp()) : attention;
    }

    /// <summary>Masks recalled: (N,1,h,w), or for mutual matching (N,2,h,w), the object's and the background's part.</summary>
    /// <param name="weights">From <see cref="Recollect"/>.</param>
    /// <param name="shares">The object's share of the remembered places (N,1,P).</param>
    /// <param name="mutual">As given there.</param>
    /// <param name="height">Rows h.</param>
    /// <param name="width">Columns w.</param>
    public static Tensor Recall(Tensor weights, Tensor shares, bool mutual, long height, long width)
    {
        var parts = mutual ? cat([shares, shares.SubtractFrom(1)], 1) : shares;
        return weights.matmul(parts.transpose(1, 2)).transpose(1, 2).reshape(weights.shape[0], parts.shape[1], height, width);
    }

    /// <summary>Features recalled: (N,f,h,w).</summary>
    /// <param name="weights">From <see cref="Recollect"/>.</param>
    /// <param name="features">Features of the remembered places (N,f,P).</param>
    /// <param name="height">Rows h.</param>
    /// <param name="width">Columns w.</param>
    public static Tensor RecallFeatures(Tensor weights, Tensor features, long height, long width) =>
        weights.matmul(features.transpose(1, 2)).transpose(1, 2).reshape(weights.shape[0], features.shape[1], height, width);

    /// <summary>Puts recalled features (N,f,h,w), if there are any, behind the masks of their cell.</summary>
    public static Tensor[] Append(Tensor[] masks, Tensor? features)
    {
        if (features is not null) masks[Level] = cat([masks[Level], features], 1);
        return masks;
    }

    /// <summary>Adds matched masks (N,m,h,w) at stride 8 to the previous mask (N,1,·,·) at strides 32, 16, 8 and 4: (N,1+m,·,·) each.</summary>
    public static Tensor[] Join(IReadOnlyList<Tensor> masks, Tensor matched) => masks.Select((mask, k) => cat([mask, Resize(matched, k, mask.shape[2], mask.shape[3])], 1)).ToArray();

    /// <summary>Matched masks (N,m,h,w) at the stride of a cell.</summary>
    public static Tensor Resize(Tensor matched, int cell, long height, long width) => cell switch
    {
        < Level => Pool(matched, 1L << (Level - cell)),
        Level => matched,
        _ => nn.functional.interpolate(matched, [height, width], mode: InterpolationMode.Bilinear, align_corners: true),
    };

    /// <summary>Maps (N,c,h,w) as (N,c,hw).</summary>
    public static Tensor Flat(Tensor maps) => maps.reshape(maps.shape[0], maps.shape[1], -1);

    private static Tensor Pool(Tensor maps, long by) => nn.functional.avg_pool2d(maps, [by, by], [by, by], ceil_mode: true, count_include_pad: false);

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
