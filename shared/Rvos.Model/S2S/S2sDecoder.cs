using Rvos.Libtorch;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>The decoder: from stride 32 to full size, at each of five strides a 1x1 convolution over [coarser map, encoder's map, memory's hidden map], doubling, and a
/// 5x5 convolution; then two branches, distance classes and segmentation, that a 1x1 convolution joins to the mask.</summary>
public sealed class S2sDecoder : nn.Module
{
    /// <summary>Strides 32, 16, 8, 4 and 2.</summary>
    public const int Stages = 5;

    // Names of the authors' layers, so that their weights fit.
    private static readonly string[] JoiningNames = ["conv_1", "conv_2", "conv_3_", "conv_4", "conv_5"];

    private readonly Convolution[] joining = new Convolution[Stages], refining = new Convolution[Stages];
    private readonly S2sOptions options;

    /// <summary>A decoder of a shape.</summary>
    public S2sDecoder(S2sOptions options)
        : base(nameof(S2sDecoder))
    {
        this.options = options;
        for (var s = 0; s < Stages; s++)
        {
            joining[s] = new Convolution(Before(s) + Skip(s) + Memory(s), Joined(s), 1);
            register_module(JoiningNames[s], joining[s]);
            refining[s] = new Convolution(Joined(s), Refined(s), 5);
            register_module($"conv_{s + 1}{s + 1}", refining[s]);
        }

        if (options.HasDistances)
        {
            Distances = new Convolution(options.Width, options.Classes, 3);
            register_module("distance_classifier_", Distances);
        }

        Segmentation = new Convolution(options.Width, options.Classes, 3);
        register_module("segmentation_branch_", Segmentation);
        Output = new Convolution(options.HasDistances ? 2 * options.Classes : options.Classes, 1, 1);
        register_module("merge_", Output);
    }

    /// <summary>1x1 convolutions over what meets at each stride.</summary>
    public IReadOnlyList<Convolution> Joining => joining;

    /// <summary>5x5 convolutions after doubling.</summary>
    public IReadOnlyList<Convolution> Refining => refining;

    /// <summary>To distance logits; null without distances.</summary>
    public Convolution? Distances { get; }

    /// <summary>To the segmentation branch.</summary>
    public Convolution Segmentation { get; }

    /// <summary>From both branches to the mask.</summary>
    public Convolution Output { get; }

    /// <summary>Weights of a joining convolution for the coarser map (stride 32: none), and for the memory's hidden map (none: null).</summary>
    public (Tensor? Coarser, Tensor? Memory) ObjectWeights(int stage)
    {
        var weight = joining[stage].Weight;
        return (Before(stage) == 0 ? null : weight.narrow(1, 0, Before(stage)), stage == 0 ? weight.narrow(1, 0, Memory(0))
            : Memory(stage) == 0 ? null : weight.narrow(1, Before(stage) + Skip(stage), Memory(stage)));
    }

    /// <summary>The encoder's map's share of a joining convolution, with the bias. Without skip connections the bias alone, as one pixel.</summary>
    public Tensor Share(int stage, S2sMaps maps)
    {
        var (convolution, map) = (joining[stage], maps.Pooled[Stages - 1 - stage]);
        if (options.HasSkips) return convolution.Apply(map, SkipWeight(stage), convolution.Bias);
        return convolution.Bias!.to_type(map.dtype).view(1, -1, 1, 1).expand(map.shape[0], -1, -1, -1);
    }

    /// <summary>The weights of a joining convolution for the encoder's map.</summary>
    public Tensor SkipWeight(int stage) => joining[stage].Weight.narrow(1, stage == 0 ? Memory(0) : Before(stage), Skip(stage));

    /// <summary>Masks of N objects.</summary>
    /// <param name="skips">Shares of the encoder's maps for each object.</param>
    /// <param name="hidden">Hidden maps of the memories.</param>
    /// <returns>Mask logits (N,1,H,W), and distance logits (N,classes,H,W) or null.</returns>
    public (Tensor Mask, Tensor? Distances) Decode(IReadOnlyList<Tensor> skips, IReadOnlyList<Tensor> hidden)
    {
        Tensor? x = null;
        for (var s = 0; s < Stages; s++)
        {
            var (coarser, memory) = ObjectWeights(s);
            var parts = new List<Tensor>(2);
            if (coarser is not null) parts.Add(x!);
            if (memory is not null) parts.Add(hidden[s]);
            var weight = coarser is null ? memory! : memory is null ? coarser : cat([coarser, memory], 1);
            var joined = joining[s].Apply(parts.Count == 1 ? parts[0] : cat(parts, 1), weight, null).AddInPlace(skips[s]).relu_();
            x = refining[s].Rectified(S2sLayer.Doubled(joined));
        }

        var distances = Distances?.forward(x!);
        var segmentation = Segmentation.forward(x!);
        var branches = distances is null ? segmentation.relu() : cat([distances, segmentation], 1).relu();
        return (Output.forward(branches), distances);
    }

    private int Before(int stage) => stage == 0 ? 0 : Refined(stage - 1);

    private int Skip(int stage) => options.HasSkips ? options.Width * Math.Min(8, 16 >> stage) : 0;

    private int Memory(int stage) => stage < options.Memories ? options.MemoryChannels[stage] : 0;

    private int Joined(int stage) => options.Width * Math.Min(8, 16 >> stage);

    private int Refined(int stage) => options.Width * Math.Max(1, 8 >> stage);

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
