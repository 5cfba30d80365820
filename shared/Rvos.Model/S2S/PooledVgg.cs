using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>VGG-16's convolutions (Simonyan and Zisserman 2015) with any number of input channels; the maps are the outputs of all five max-poolings.</summary>
public sealed class PooledVgg : nn.Module<Tensor, Tensor[]>
{
    private static readonly (int Units, int Convolutions)[] Plan = [(1, 2), (2, 2), (4, 3), (8, 3), (8, 3)];

    private readonly ModuleSequence<ModuleSequence<Convolution>> stages;

    /// <summary>A VGG-16.</summary>
    /// <param name="inputs">Channels of the image.</param>
    /// <param name="width">Channels of the first convolution, 64 as published.</param>
    public PooledVgg(int inputs, int width)
        : base(nameof(PooledVgg))
    {
        var before = inputs;
        stages = new ModuleSequence<ModuleSequence<Convolution>>(Plan.Select(stage =>
        {
            var convolutions = new List<(int, Convolution)>();
            for (var i = 0; i < stage.Convolutions; i++)
            {
                convolutions.Add((2 * i, new Convolution(before, stage.Units * width, 3)));
                before = stage.Units * width;
            }

            return new ModuleSequence<Convolution>(convolutions);
        }).ToList());
        register_module("encoder", stages);
    }

    /// <summary>Convolutions of each stage; every one ends with a ReLU, every stage with a 2x2 max-pooling.</summary>
    public IEnumerable<IReadOnlyList<Convolution>> Stages => stages.Items.Select(s => s.Items);

    /// <summary>Image (N,c,H,W) to maps at strides 2, 4, 8, 16 and 32 with w, 2w, 4w, 8w and 8w channels.</summary>
    public override Tensor[] forward(Tensor input)
    {
        var maps = new List<Tensor>();
        var x = input;
        foreach (var stage in stages.Items)
        {
            foreach (var convolution in stage.Items) x = convolution.forward(x).relu_();
            maps.Add(x = nn.functional.max_pool2d(x, [2, 2], [2, 2]));
        }

        return [.. maps];
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
