using System.Text.Json;
using Rvos.Model.S2S;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.S2S;

public class S2sGradientTests
{
    private const int Batch = 2, Length = 3, Height = 64, Width = 96;

    [Fact]
    public void Backward_ReferenceClips_LossesAndGradientsEqualTheReference()
    {
        using var scope = NewDisposeScope();
        var golden = S2sGolden.Open("train_w8");
        using var network = S2sGolden.Network();
        network.train();
        var frames = Golden.Normalised(golden.U8("frames_u8_BTHWC"), [Batch * Length, Height, Width, 3]).view(Batch, Length, 3, Height, Width);
        var masks = tensor(golden.U8("gt_u8_BTHW"), [Batch, Length, 1, Height, Width]).to_type(ScalarType.Float32);
        var classes = tensor(golden.U8("dist_class_BTHW"), [Batch, Length, Height, Width]).to_type(ScalarType.Int64);
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "s2s", "train_w8_losses.json")));
        var expected = document.RootElement.GetProperty("losses_fp32")[0];

        var state = network.Initialiser.Initialise(frames.select(1, 0), masks.select(1, 0));
        var losses = new List<Tensor>();
        for (var t = 1; t < Length; t++)
        {
            var step = network.Step(network.Share(network.Encoder.forward(frames.select(1, t))), state);
            state = step.State;
            losses.Add(new S2sLoss().Of(masks.select(1, t), classes.select(1, t), step));
            var terms = expected.GetProperty("per_frame_jaccard_distce_bce")[t - 1];
            AssertRelative(terms[0].GetDouble(), S2sLoss.JaccardOf(masks.select(1, t), step.Mask));
            AssertRelative(terms[1].GetDouble(), S2sLoss.DistanceOf(classes.select(1, t), step.Distances!));
            AssertRelative(terms[2].GetDouble(), S2sLoss.BalancedOf(masks.select(1, t), step.Mask));
        }

        var loss = stack(losses).mean();
        AssertRelative(expected.GetProperty("total").GetDouble(), loss);
        loss.backward();
        Compare(golden, document.RootElement.GetProperty("grads"), network);
    }

    private static void Compare(Rvos.Testing.GoldenFile golden, JsonElement norms, S2sNetwork network)
    {
        var compared = 0;
        foreach (var (name, parameter) in network.named_parameters())
        {
            var key = string.Concat(name.AsSpan(0, name.IndexOf('.')), "/", name.AsSpan(name.IndexOf('.') + 1));
            var gradient = Golden.Values(parameter.grad!);
            var expected = norms.GetProperty(key);
            var greatest = expected.GetProperty("max_abs").GetDouble();
            Assert.InRange(gradient.Max(Math.Abs), greatest * (1 - 5e-5), greatest * (1 + 5e-5));
            var norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
            Assert.InRange(norm, expected.GetProperty("l2").GetDouble() * (1 - 1e-4), expected.GetProperty("l2").GetDouble() * (1 + 1e-4));
            compared++;
            if (golden.Has("grad/" + key)) Golden.AssertClose(golden.F32("grad/" + key), gradient, 5e-5 * greatest);
        }

        Assert.Equal(norms.EnumerateObject().Count(), compared);
    }

    private static void AssertRelative(double expected, Tensor loss) => Assert.InRange(loss.detach().item<float>(), expected * (1 - 1e-5), expected * (1 + 1e-5));
}
