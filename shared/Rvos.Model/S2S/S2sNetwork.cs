using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>S2S (Xu et al. 2018) and S2S++ (Azimi et al. 2020): each object is followed on its own, from the frame in which its mask is given. Parts have the names of
/// the authors' checkpoints.</summary>
public sealed class S2sNetwork : nn.Module
{
    // The authors' names of the memories, at strides 32, 16 and 8; the finest has a 5x5 kernel.
    private static readonly (string Name, int Kernel)[] MemoryParts = [("convlstm", 3), ("convlstm_middle", 3), ("convlstm_3", 5)];

    private readonly RectifiedConvLstm[] memories;

    /// <summary>A network with fresh weights; seed <c>torch.manual_seed</c> for the same ones.</summary>
    public S2sNetwork(S2sOptions options)
        : base(nameof(S2sNetwork))
    {
        Options = options.Validated();
        Initialiser = new S2sInitialiser(options);
        register_module("initializer", Initialiser);
        Encoder = new S2sEncoder(options);
        register_module("encoder", Encoder);
        Decoder = new S2sDecoder(options);
        register_module("decoder", Decoder);
        memories = new RectifiedConvLstm[options.Memories];
        for (var m = 0; m < memories.Length; m++)
        {
            memories[m] = new RectifiedConvLstm(options.MemoryChannels[m], MemoryParts[m].Kernel);
            register_module(MemoryParts[m].Name, memories[m]);
        }
    }

    /// <summary>Its shape.</summary>
    public S2sOptions Options { get; }

    /// <summary>Frame and mask to an object's first state.</summary>
    public S2sInitialiser Initialiser { get; }

    /// <summary>Frames to maps.</summary>
    public S2sEncoder Encoder { get; }

    /// <summary>Maps and memories to masks.</summary>
    public S2sDecoder Decoder { get; }

    /// <summary>The memories, at strides 32, 16 and 8.</summary>
    public IReadOnlyList<RectifiedConvLstm> Memories => memories;

    /// <summary>Computes once what frames contribute to the steps of all their objects.</summary>
    public S2sShared Share(S2sMaps maps)
    {
        var inputs = new[] { maps.Head, maps.Pooled[3], maps.Pooled[2] };
        return new S2sShared(maps.Frames, memories.Select((m, i) => m.Share(inputs[i])).ToArray(), Enumerable.Range(0, S2sDecoder.Stages).Select(s => Decoder.Share(s, maps)).ToArray());
    }

    /// <summary>One frame of N objects: their memories take in the frame, and their masks are decoded.</summary>
    /// <param name="shared">What the objects' frames contribute, a frame for each object.</param>
    /// <param name="state">The objects' states before.</param>
    public S2sStep Step(S2sShared shared, S2sState state)
    {
        var steps = memories.Select((m, i) => m.Step(shared.Gates[i], state.Hidden[i], state.Cell[i])).ToArray();
        var next = new S2sState(steps.Select(s => s.Hidden).ToArray(), steps.Select(s => s.Cell).ToArray());
        var (mask, distances) = Decoder.Decode(shared.Skips, next.Hidden);
        return new S2sStep(mask, distances, next);
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
