using System.Text.Json;
using Rvos.Model.Networks;
using Rvos.Model.S2S;
using Rvos.Testing;
using Rvos.Training.Optimisation;
using Rvos.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

public class S2sTrainingStepTests
{
    private const int Batch = 2, Length = 3, Height = 64, Width = 96;
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data", "s2s");

    [Fact]
    public void Run_FourStepsOfTheAuthorsTraining_LossesEqualTheReference()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "train_w8_losses.json")));
        using var network = Reference();
        using var optimiser = new Adam([new ParameterGroup(network.named_parameters().Select(p => (p.name, p.parameter)).ToArray(), 1e-5, 0)]);
        var pass = new S2sPass(network, new S2sLoss());
        var iteration = 0;
        foreach (var expected in document.RootElement.GetProperty("losses_fp32").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var result = pass.Run(Clips());
            AssertRelative(expected.GetProperty("total").GetDouble(), result.Loss.item<float>() / Length, iteration++ == 0 ? 1e-5 : 1e-4);
            Assert.Equal(Length - 1, result.FrameLosses.Count);
            AssertRelative(expected.GetProperty("total").GetDouble(), result.FrameLosses.Average(), 1e-4);
            (result.Loss / Length).backward();
            optimiser.Step();
            optimiser.ZeroGradients();
        }

        Assert.Equal(4, iteration);
    }

    [Fact]
    public void Run_SlotsWithoutObjects_LossIsThatOfTheObjectsAndTheirMasksAreEmpty()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = Reference();
        var clips = Clips();
        var with = clips with
        {
            Targets = cat([clips.Targets, ones_like(clips.Targets)], 1),
            Present = cat([clips.Present, zeros([1, Batch])], 0),
            Objects = 2,
        };
        var pass = new S2sPass(network, new S2sLoss());
        var (expected, actual) = (pass.Run(clips), pass.Run(with));
        Assert.Equal(expected.Loss.item<float>(), actual.Loss.item<float>());
        Assert.Equal(expected.Overlap, actual.Overlap);
        Assert.Equal(TrainingGolden.Values(expected.Probabilities[2].select(0, 0)), TrainingGolden.Values(actual.Probabilities[2].select(0, 0)));
        Assert.All(TrainingGolden.Values(actual.Probabilities[2].select(0, 1)), p => Assert.Equal(0, p));
    }

    [Fact]
    public void Run_IgnoredPixels_HaveNoGradient()
    {
        using var scope = NewDisposeScope();
        using var network = Reference();
        var clips = Clips();
        var ignored = zeros([Length, Batch, 1, Height, Width]);
        ignored.narrow(3, 0, 40).fill_(1);
        // What the masks show there must not matter.
        var other = clips.Targets.clone();
        other.narrow(4, 0, 40).narrow(0, 1, Length - 1).fill_(0);
        var pass = new S2sPass(network, new S2sLoss(Distance: 0));
        var masked = pass.Run(clips with { Targets = other, Ignored = ignored });
        masked.Loss.backward();
        Assert.True(double.IsFinite(masked.Loss.item<float>()));
        Assert.True(pass.Run(clips with { Targets = other }).Loss.item<float>() > masked.Loss.item<float>());
        pass = new S2sPass(network, new S2sLoss());
        Assert.True(double.IsFinite(pass.Run(clips with { Targets = other, Ignored = ignored }).Loss.item<float>()));
    }

    [Fact]
    public void Run_ClipsOfOneFrame_Throws()
    {
        using var scope = NewDisposeScope();
        using var network = Reference();
        var clips = Clips();
        Assert.Contains("one frame", Assert.Throws<ArgumentException>(() => new S2sPass(network, new S2sLoss()).Run(clips with { Length = 1 })).Message);
    }

    private static Tensor ones_like(Tensor tensor) => ones(tensor.shape);

    private static ClipBatch Clips()
    {
        var golden = GoldenFile.Open(Path.Combine(Data, "train_w8"));
        var bytes = tensor(golden.U8("frames_u8_BTHWC"), [Batch, Length, Height, Width, 3]).to_type(ScalarType.Float32);
        var normalised = (bytes / 255.0 - tensor(FrameNormalisation.Mean)) / tensor(FrameNormalisation.Deviation);
        var frames = normalised.permute(1, 0, 4, 2, 3).reshape(Length * Batch, 3, Height, Width);
        var targets = tensor(golden.U8("gt_u8_BTHW"), [Batch, Length, Height, Width]).to_type(ScalarType.Float32).permute(1, 0, 2, 3).reshape(Length, 1, Batch, 1, Height, Width);
        return new ClipBatch(frames, targets, ones([1, Batch]), Length, Batch, 1);
    }

    private static S2sNetwork Reference()
    {
        var network = new S2sNetwork(new S2sOptions(Width: 8, HeadFactor: S2sOptions.OriginalHeadFactor));
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "params_w8.json")));
        using var noGrad = no_grad();
        foreach (var (name, target) in network.state_dict())
        {
            var section = name[..name.IndexOf('.')];
            var entry = document.RootElement.GetProperty(section).EnumerateArray().Single(e => e.GetProperty("key").GetString() == name[(section.Length + 1)..]);
            using var values = tensor(FormulaWeights.Make(entry.GetProperty("name").GetString()!, target.numel(), entry.GetProperty("c0").GetDouble(), entry.GetProperty("c1").GetDouble()), target.shape);
            target.copy_(values);
        }

        return network;
    }

    private static void AssertRelative(double expected, double actual, double limit) => Assert.InRange(actual, expected * (1 - limit), expected * (1 + limit));
}
