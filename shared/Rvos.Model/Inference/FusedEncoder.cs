using Rvos.Fused;
using Rvos.Model.Networks;

namespace Rvos.Model.Inference;

/// <summary>The encoder over fused convolutions.</summary>
internal sealed class FusedEncoder : IDisposable
{
    private readonly List<IDisposable> owned = [];
    private readonly Func<Activation, Activation[]> backbone;
    private readonly FusedConvolution[] heads;
    private readonly ElementType type;

    internal FusedEncoder(FeatureEncoder encoder, ElementType type)
    {
        this.type = type;
        backbone = encoder.Backbone switch
        {
            ResNetBackbone resNet => Build(resNet),
            VggBackbone vgg => Build(vgg),
            _ => throw new NotSupportedException($"no fused form of {encoder.Backbone.GetType().Name}"),
        };
        heads = encoder.Heads.Select((head, i) => Own(FoldedConvolution.Fold(head, encoder.Norms[i], relu: false, residual: false, type))).ToArray();
    }

    /// <summary>Skip maps of N frames at strides 32, 16, 8, 4; the caller disposes them.</summary>
    internal Activation[] Run(ReadOnlySpan<byte> rgb, int frames, int height, int width)
    {
        var scale = FrameNormalisation.Deviation.Select(d => 1 / (255 * d)).ToArray();
        var shift = FrameNormalisation.Mean.Select((m, c) => -m / FrameNormalisation.Deviation[c]).ToArray();
        using var input = FusedKernels.Normalise(rgb, frames, height, width, scale, shift, type);
        var maps = backbone(input);
        try
        {
            return maps.Select((map, i) => heads[i].Run(map)).ToArray();
        }
        finally
        {
            foreach (var map in maps) map.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var part in owned) part.Dispose();
    }

    private Func<Activation, Activation[]> Build(ResNetBackbone backbone)
    {
        var stem = Own(FoldedConvolution.Fold(backbone.Stem, backbone.StemNorm, relu: true, residual: false, type));
        var stages = backbone.Stages.Select(s => s.Items.Select(b => Own(new FusedResidualBlock(b, type))).ToArray()).ToArray();
        return input =>
        {
            Activation x;
            using (var wide = stem.Run(input)) x = FusedKernels.MaxPool3(wide);
            var maps = new Activation[4];
            for (var s = 0; s < 4; s++)
            {
                for (var b = 0; b < stages[s].Length; b++)
                {
                    // A stage's last map is read again by its skip head; the first block of the next stage leaves it as it is.
                    var next = stages[s][b].Run(x);
                    var isKept = s > 0 && b == 0;
                    if (next != x && !isKept) x.Dispose();
                    x = next;
                }

                maps[3 - s] = x;
            }

            return maps;
        };
    }

    private Func<Activation, Activation[]> Build(VggBackbone backbone)
    {
        var steps = backbone.Steps.Select(s => s is null ? null : Own(FoldedConvolution.Fold(s, null, relu: true, residual: false, type))).ToArray();
        return input =>
        {
            var pooled = new List<Activation>();
            var x = input;
            foreach (var step in steps)
            {
                var next = step is null ? FusedKernels.MaxPool2(x) : step.Run(x);
                if (x != input && !pooled.Contains(x)) x.Dispose();
                if (step is null) pooled.Add(next);
                x = next;
            }

            pooled[0].Dispose();
            return [pooled[4], pooled[3], pooled[2], pooled[1]];
        };
    }

    private T Own<T>(T part) where T : IDisposable
    {
        owned.Add(part);
        return part;
    }
}
