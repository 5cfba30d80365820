using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>VGG-16 without its classifier (Simonyan and Zisserman 2015): the maps are the outputs of the last four max-poolings.</summary>
public sealed class VggBackbone : Backbone
{
    // Channels of each 3x3 convolution in units of the width; 0 is a 2x2 max-pooling.
    private static readonly int[] Plan = [1, 1, 0, 2, 2, 0, 4, 4, 4, 0, 8, 8, 8, 0, 8, 8, 8, 0];

    private readonly List<Convolution?> steps = [];

    /// <summary>VGG-16; <paramref name="width"/> is the first convolution's channel count (64 as published).</summary>
    public VggBackbone(int width)
        : base(nameof(VggBackbone))
    {
        var inputs = 3;
        var index = 0;
        var named = new List<(int, Convolution)>();
        foreach (var units in Plan)
        {
            if (units == 0)
            {
                steps.Add(null);
                index++;
                continue;
            }

            var convolution = new Convolution(inputs, units * width, 3);
            named.Add((index, convolution));
            steps.Add(convolution);
            inputs = units * width;
            index += 2;
        }

        register_module("features", new ModuleSequence<Convolution>(named));
        Channels = [8 * width, 8 * width, 4 * width, 2 * width];
    }

    /// <inheritdoc/>
    public override int[] Channels { get; }

    /// <summary>Convolutions in order; null is a 2x2 max-pooling.</summary>
    public IReadOnlyList<Convolution?> Steps => steps;

    /// <inheritdoc/>
    public override Tensor[] forward(Tensor input)
    {
        var maps = new List<Tensor>();
        var x = input;
        foreach (var step in steps)
        {
            if (step is null) maps.Add(x = nn.functional.max_pool2d(x, [2, 2], [2, 2]));
            else x = step.forward(x).relu_();
        }

        return [maps[4], maps[3], maps[2], maps[1]];
    }
}
