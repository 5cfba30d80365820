using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>The RVOS decoder (Ventura et al. 2019, section 3.2): four ConvLSTM cells from stride 32 to 4, each reading the coarser cell's
/// output upsampled (bilinear, aligned corners), and a 3x3 convolution that gives one mask logit at stride 2.</summary>
public sealed class MaskDecoder : nn.Module
{
    private readonly ConvLstmCell[] cells = new ConvLstmCell[4];

    /// <summary>A decoder of a shape.</summary>
    public MaskDecoder(NetworkOptions options)
        : base(nameof(MaskDecoder))
    {
        options.Validated();
        UsesMask = options.UsesMask;
        for (var k = 0; k < 4; k++)
        {
            var inputs = k == 0 ? 0 : options.CellChannels[k - 1];
            cells[k] = new ConvLstmCell(inputs, options.SkipChannels[k], options.CellChannels[k], options.GivenChannels(k));
        }

        register_module("clstm_list", new CellList(cells));
        Output = new Convolution(options.CellChannels[3], 1, 3);
        register_module("conv_out", Output);
        if (!options.Matching) return;
        Matcher = new MaskMatcher(options.SkipChannels[MaskMatcher.Level], options.RecalledChannels > 0);
        register_module("matcher", Matcher);
    }

    /// <summary>True when the cells read the previous mask.</summary>
    public bool UsesMask { get; }

    /// <summary>The four cells, coarsest first.</summary>
    public IReadOnlyList<ConvLstmCell> Cells => cells;

    /// <summary>The convolution from the finest hidden map to the mask logit.</summary>
    public Convolution Output { get; }

    /// <summary>Matches masks by appearance; null when the network does not.</summary>
    public MaskMatcher? Matcher { get; }

    /// <summary>Computes once what all objects of the frames share: each cell's gate contribution of the skip map, and appearance keys.</summary>
    /// <param name="features">Skip maps of N frames.</param>
    public SharedGates Share(FeaturePyramid features)
    {
        var maps = new Tensor[4];
        var weights = new Tensor[4];
        for (var k = 0; k < 4; k++)
        {
            maps[k] = cells[k].Gates.Apply(features.Maps[k], cells[k].SkipWeight, cells[k].Gates.Bias);
            weights[k] = cells[k].ObjectWeight.to_type(features.Maps[k].dtype);
        }

        return new SharedGates(maps, weights, Matcher?.Keys(features.Maps[MaskMatcher.Level]));
    }

    /// <summary>One object in one frame of each of N sequences.</summary>
    /// <param name="shared">Shared gates of the N frames.</param>
    /// <param name="masks">Previous masks at strides 32, 16, 8, 4, each (N,m,h,w) in [0,1], m mask channels, recalled features behind those that have them; null exactly when the decoder has no mask
    /// channel.</param>
    /// <param name="spatial">State of the previous object in the same frame, or null for zeros.</param>
    /// <param name="temporal">Hidden maps of the same object in the previous frame, or null for zeros.</param>
    /// <returns>Mask logits (N,1,H/2,W/2) and the object's state.</returns>
    public (Tensor Logits, CellState State) Step(SharedGates shared, IReadOnlyList<Tensor>? masks, CellState? spatial, IReadOnlyList<Tensor>? temporal)
    {
        if (UsesMask != masks is not null) throw new ArgumentException(UsesMask ? "this decoder reads a previous mask" : "this decoder reads no mask", nameof(masks));
        var hidden = new Tensor[4];
        var cell = new Tensor[4];
        for (var k = 0; k < 4; k++)
        {
            var size = shared.Maps[k].shape;
            var parts = new List<Tensor>(4);
            if (k > 0) parts.Add(nn.functional.interpolate(hidden[k - 1], [size[2], size[3]], mode: InterpolationMode.Bilinear, align_corners: true));
            if (masks is not null) parts.Add(masks[k].to_type(shared.Maps[k].dtype));
            var zero = spatial is null || temporal is null ? zeros([size[0], cells[k].HiddenChannels, size[2], size[3]], shared.Maps[k].dtype, shared.Maps[k].device) : null;
            parts.Add(spatial?.Hidden[k] ?? zero!);
            parts.Add(temporal?[k] ?? zero!);
            (hidden[k], cell[k]) = cells[k].forward(new ConvLstmInput(cat(parts, 1), shared.ObjectWeights[k], shared.Maps[k], spatial?.Cell[k]));
        }

        var finest = shared.Maps[3].shape;
        var logits = Output.forward(nn.functional.interpolate(hidden[3], [finest[2] * 2, finest[3] * 2], mode: InterpolationMode.Bilinear, align_corners: true));
        return (logits, new CellState(hidden, cell));
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }

    private sealed class CellList : nn.Module
    {
        internal CellList(IEnumerable<ConvLstmCell> cells)
            : base(nameof(CellList))
        {
            foreach (var (cell, index) in cells.Select((c, i) => (c, i))) register_module(index.ToString(), cell);
        }
    }
}
