using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests;

/// <summary>The reference's recurrence over frames and objects, on the plain network, with logits.</summary>
internal static class Rollout
{
    internal sealed record Result(float[] Logits, float[] Probabilities, IReadOnlyDictionary<(int Frame, int Object), CellState> States);

    internal static Result Run(RvosNetwork network, Tensor frames, byte[] labels, int objects, Recurrence mode)
    {
        using var noGrad = no_grad();
        var (count, height, width) = ((int)frames.shape[0], frames.shape[2], frames.shape[3]);
        var pixels = (int)(height * width);
        List<float> logits = [], probabilities = [];
        var states = new Dictionary<(int, int), CellState>();
        var masks = Enumerable.Range(1, objects).Select(o => tensor(Golden.Mask(labels, 0, pixels, o), [1, 1, height, width])).ToArray();
        for (var t = 0; t < count; t++)
        {
            var shared = network.Decoder.Share(network.Encoder.forward(frames.narrow(0, t, 1)));
            for (var o = 0; o < objects; o++)
            {
                var temporal = t == 0 || mode == Recurrence.Spatial ? null : states[(t - 1, o)].Hidden;
                var spatial = o == 0 || (mode == Recurrence.Temporal && t > 0) ? null : states[(t, o - 1)];
                var pyramid = network.Options.UsesMask ? MaskPyramid.Build(masks[o]) : null;
                var (small, state) = network.Decoder.Step(shared, pyramid, spatial, temporal);
                var probability = nn.functional.interpolate(small, [height, width], mode: InterpolationMode.Bilinear, align_corners: true).sigmoid();
                states[(t, o)] = state;
                logits.AddRange(Golden.Values(small));
                probabilities.AddRange(Golden.Values(probability));
                if (t > 0) masks[o] = probability;
            }
        }

        return new Result(logits.ToArray(), probabilities.ToArray(), states);
    }
}
