using Rvos.Fused;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>The decoder over fused convolutions.</summary>
internal sealed class FusedDecoder : IDisposable
{
    // oneDNN's fast kernels want whole vectors of channels.
    private const int ChannelBlock = 16;

    private readonly NetworkOptions options;
    private readonly ElementType type;
    private readonly FusedConvolution[] shared = new FusedConvolution[4];
    private readonly FusedConvolution[] perObject = new FusedConvolution[4];
    private readonly FusedConvolution? keys;
    private readonly float[] headWeights;
    private readonly float headBias;

    internal FusedDecoder(MaskDecoder decoder, NetworkOptions options, ElementType type)
    {
        (this.options, this.type) = (options, type);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        for (var k = 0; k < 4; k++)
        {
            var cell = decoder.Cells[k];
            shared[k] = FoldedConvolution.Make(cell.SkipWeight, cell.Gates.Bias, 1, relu: false, residual: false, type);
            perObject[k] = FoldedConvolution.Make(Arrange(cell.ObjectWeight, k), null, 1, relu: false, residual: false, type);
        }

        if (decoder.Matcher is { Projection: var projection }) keys = FoldedConvolution.Fold(projection, null, relu: false, residual: false, type);
        headWeights = FoldedConvolution.Values(decoder.Output.Weight.select(0, 0).permute(1, 2, 0));
        headBias = FoldedConvolution.Values(decoder.Output.Bias!)[0];
    }

    internal Activation EmptyMap(int cell, int height, int width)
    {
        var (h, w) = MapSize(cell, height, width);
        return new Activation(1, h, w, options.CellChannels[cell], type);
    }

    /// <summary>Gates' share of the frames' skip maps; the caller disposes them.</summary>
    internal Activation[] Share(Activation[] skips) => skips.Select((skip, k) => shared[k].Run(skip)).ToArray();

    /// <summary>The frames' appearance keys, of any length; null for networks that do not match masks. The caller disposes them.</summary>
    internal Activation? Keys(Activation[] skips) => keys?.Run(skips[MaskMatcher.Level]);

    internal FusedState Step(FusedFeatures features, int frame, ReadOnlySpan<float> previousMask, MatchedMasks? matched, FusedState? spatial, FusedState? temporal, Span<float> probabilities)
    {
        var masks = Masks(previousMask, features.Height, features.Width);
        var hidden = new Activation[4];
        var cell = new Activation[4];
        for (var k = 0; k < 4; k++)
        {
            var gates = features.Gates[k];
            using var input = new Activation(1, gates.Height, gates.Width, perObject[k].Inputs, type);
            FusedKernels.Gather(k == 0 ? null : hidden[k - 1], spatial?.Maps[k], temporal?.Maps[k], options.CellChannels[k], masks?[k], input);
            if (matched is not null) Put(matched, k, input);
            using var own = perObject[k].Run(input);
            hidden[k] = new Activation(1, gates.Height, gates.Width, options.CellChannels[k], type);
            cell[k] = new Activation(1, gates.Height, gates.Width, options.CellChannels[k], type);
            FusedKernels.Lstm(own, gates, frame, spatial?.Cell[k], hidden[k], cell[k]);
        }

        var logits = FusedKernels.MaskHead(hidden[3], headWeights, headBias);
        FusedKernels.UpsamplePlane(logits, hidden[3].Height * 2, hidden[3].Width * 2, probabilities, features.Height, features.Width, sigmoid: true);
        return new FusedState(hidden, cell);
    }

    public void Dispose()
    {
        foreach (var convolution in shared.Concat(perObject)) convolution.Dispose();
        keys?.Dispose();
    }

    // The network's order is [coarser, masks, spatial, temporal]; here masks come last, before zeros that fill a block.
    private Tensor Arrange(Tensor weight, int k)
    {
        var coarser = k == 0 ? 0 : options.CellChannels[k - 1];
        var hidden = options.CellChannels[k];
        var masks = options.GivenChannels(k);
        var parts = new List<Tensor>();
        if (coarser > 0) parts.Add(weight.narrow(1, 0, coarser));
        parts.Add(weight.narrow(1, coarser + masks, 2 * hidden));
        if (masks > 0) parts.Add(weight.narrow(1, coarser, masks));
        var used = coarser + 2 * hidden + masks;
        var total = (used + ChannelBlock - 1) / ChannelBlock * ChannelBlock;
        if (total > used) parts.Add(zeros([weight.shape[0], total - used, 3, 3], weight.dtype, weight.device));
        return cat(parts, 1);
    }

    private void Put(MatchedMasks matched, int cell, Activation input)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var planes = FoldedConvolution.Values(MaskMatcher.Resize(matched.ToTensor(), cell, input.Height, input.Width));
        var first = (cell == 0 ? 0 : options.CellChannels[cell - 1]) + 2 * options.CellChannels[cell] + 1;
        for (var n = 0; n < options.MaskChannels - 1; n++) input.Write(0, first + n, planes.AsSpan(n * input.Height * input.Width, input.Height * input.Width));
        if (cell != MaskMatcher.Level) return;
        for (var n = 0; n < matched.Features.Count; n++) input.Write(0, first + options.MaskChannels - 1 + n, matched.Features[n]);
    }

    private float[][]? Masks(ReadOnlySpan<float> mask, int height, int width)
    {
        if (!options.UsesMask) return null;
        var maps = new float[4][];
        var (plane, h, w) = (FusedKernels.MaskPool(mask, height, width), (height + 1) / 2, (width + 1) / 2);
        for (var k = 3; k >= 0; k--)
        {
            maps[k] = plane = FusedKernels.MaskPool(plane, h, w);
            (h, w) = ((h + 1) / 2, (w + 1) / 2);
        }

        return maps;
    }

    private (int Height, int Width) MapSize(int cell, int height, int width)
    {
        for (var halvings = 5 - cell; halvings > 0; halvings--)
            (height, width) = options.Encoder == EncoderKind.Vgg16 ? (height / 2, width / 2) : ((height + 1) / 2, (width + 1) / 2);
        return (height, width);
    }
}
