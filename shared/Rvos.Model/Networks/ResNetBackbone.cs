using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>ResNet without its classifier (He et al. 2016, torchvision's layout: a bottleneck's stride sits on its 3x3 convolution).</summary>
public sealed class ResNetBackbone : Backbone
{
    private readonly ModuleSequence<ResidualBlock>[] stages = new ModuleSequence<ResidualBlock>[4];

    /// <summary>A ResNet of a kind; <paramref name="width"/> is the stem's channel count (64 as published).</summary>
    public ResNetBackbone(EncoderKind kind, int width)
        : base(nameof(ResNetBackbone))
    {
        var (blocks, bottleneck) = kind switch
        {
            EncoderKind.ResNet18 => (new[] { 2, 2, 2, 2 }, false),
            EncoderKind.ResNet34 => ([3, 4, 6, 3], false),
            EncoderKind.ResNet50 => ([3, 4, 6, 3], true),
            EncoderKind.ResNet101 => ([3, 4, 23, 3], true),
            _ => throw new ArgumentException($"{kind} is not a ResNet", nameof(kind)),
        };
        Stem = new Convolution(3, width, 7, 2, withBias: false);
        StemNorm = new BatchNormalisation(width);
        register_module("conv1", Stem);
        register_module("bn1", StemNorm);
        var inputs = width;
        for (var s = 0; s < 4; s++)
        {
            var stageWidth = width << s;
            var outputs = bottleneck ? stageWidth * ResidualBlock.Expansion : stageWidth;
            var entry = inputs;
            stages[s] = new ModuleSequence<ResidualBlock>(Enumerable.Range(0, blocks[s])
                .Select(b => new ResidualBlock(b == 0 ? entry : outputs, stageWidth, b == 0 && s > 0 ? 2 : 1, bottleneck)));
            register_module($"layer{s + 1}", stages[s]);
            inputs = outputs;
        }

        var factor = bottleneck ? ResidualBlock.Expansion : 1;
        Channels = [width * 8 * factor, width * 4 * factor, width * 2 * factor, width * factor];
    }

    /// <inheritdoc/>
    public override int[] Channels { get; }

    /// <summary>First convolution, 7x7 with stride 2.</summary>
    public Convolution Stem { get; }

    /// <summary>Normalisation after the stem.</summary>
    public BatchNormalisation StemNorm { get; }

    /// <summary>Stages at strides 4, 8, 16 and 32.</summary>
    public IReadOnlyList<ModuleSequence<ResidualBlock>> Stages => stages;

    /// <inheritdoc/>
    public override Tensor[] forward(Tensor input)
    {
        var x = nn.functional.max_pool2d(StemNorm.forward(Stem.forward(input)).relu_(), [3, 3], [2, 2], [1, 1]);
        var maps = new Tensor[4];
        for (var s = 0; s < 4; s++) maps[3 - s] = x = stages[s].forward(x);
        return maps;
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
