using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>Makes an object's first state from the frame in which its mask is given: a VGG-16 of its own over frame and mask, a 7x7 convolution, and for each memory
/// a hidden and a cell map, coarsest first, each refined by VGG's map at its stride.</summary>
public sealed class S2sInitialiser : nn.Module
{
    private readonly Convolution[] hidden, cell;
    private readonly (Convolution Upsampled, Convolution Joined)[] refinements;

    /// <summary>An initialiser of a shape.</summary>
    public S2sInitialiser(S2sOptions options)
        : base(nameof(S2sInitialiser))
    {
        var w = options.Width;
        Vgg = new PooledVgg(4, w);
        register_module("vgg_backbone", Vgg);
        var wide = options.InitialiserFactor * w;
        Head = new ModuleSequence<Convolution>([(0, new Convolution(8 * w, wide, 7)), (2, new Convolution(wide, wide, 1))]);
        register_module("mid_layer", Head);
        hidden = new Convolution[options.Memories];
        cell = new Convolution[options.Memories];
        refinements = new (Convolution, Convolution)[options.SkipMemories];
        for (var m = 0; m < options.Memories; m++)
        {
            var channels = options.MemoryChannels[m];
            if (m == 1) Reduction = Add("reduce_conv", wide, 8 * w, 1);
            if (m > 0)
            {
                var suffix = m == 1 ? "" : $"_{m}";
                refinements[m - 1] = (Add("upsample_conv" + suffix, 8 * w, channels, 3), Add("cat_conv" + suffix, 2 * channels, channels, 1));
            }

            hidden[m] = Add($"h_{m + 1}", m == 0 ? wide : channels, channels, 1);
            cell[m] = Add($"c_{m + 1}", m == 0 ? wide : channels, channels, 1);
        }
    }

    /// <summary>VGG-16 over RGB and mask.</summary>
    public PooledVgg Vgg { get; }

    /// <summary>The 7x7 and the 1x1 convolution after it.</summary>
    public ModuleSequence<Convolution> Head { get; }

    /// <summary>From the head to the first skip-memory; null without any.</summary>
    public Convolution? Reduction { get; }

    /// <summary>The convolutions before each skip-memory: after upsampling, and after joining VGG's map.</summary>
    public IReadOnlyList<(Convolution Upsampled, Convolution Joined)> Refinements => refinements;

    /// <summary>The convolutions to the hidden maps.</summary>
    public IReadOnlyList<Convolution> Hidden => hidden;

    /// <summary>The convolutions to the cell maps.</summary>
    public IReadOnlyList<Convolution> Cell => cell;

    /// <summary>The first states of N objects.</summary>
    /// <param name="frames">The objects' frames (N,3,H,W), normalised.</param>
    /// <param name="masks">Their masks (N,1,H,W) in [0,1].</param>
    public S2sState Initialise(Tensor frames, Tensor masks)
    {
        var maps = Vgg.forward(cat([frames, masks.to_type(frames.dtype)], 1));
        var head = Head.Items.Aggregate(maps[4], (x, convolution) => convolution.Rectified(x));
        var states = new List<(Tensor Hidden, Tensor Cell)> { (hidden[0].Rectified(head), cell[0].Rectified(head)) };
        var x = Reduction?.Rectified(head);
        for (var m = 0; m < refinements.Length; m++)
        {
            var upsampled = refinements[m].Upsampled.Rectified(S2sLayer.Doubled(x!));
            x = refinements[m].Joined.Rectified(cat([upsampled, maps[3 - m]], 1));
            states.Add((hidden[m + 1].Rectified(x), cell[m + 1].Rectified(x)));
        }

        return new S2sState(states.Select(s => s.Hidden).ToArray(), states.Select(s => s.Cell).ToArray());
    }

    private Convolution Add(string name, int inputs, int outputs, int kernel)
    {
        var convolution = new Convolution(inputs, outputs, kernel);
        register_module(name, convolution);
        return convolution;
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
