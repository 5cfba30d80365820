using System.Globalization;
using System.Runtime.InteropServices;

namespace Rvos.Weights;

/// <summary>
/// Imports the backbone of an encoder from an ONNX file: a ResNet-18 or ResNet-34 with its classifier or without. Blocks beyond those of a ResNet-18 are left out, and what the
/// network expects of its input is folded into its first layer, so that it reads what the encoders of this project read.
/// </summary>
public static class OnnxEncoderImporter
{
    private const float Epsilon = 1e-5f;

    private static readonly int[] Small = [2, 2, 2, 2], Large = [3, 4, 6, 3];

    /// <summary>Imports a network.</summary>
    /// <param name="network">Its graph.</param>
    /// <param name="input">What it wants as its input; null for <see cref="OnnxInput.Own"/>.</param>
    /// <returns>Tensors <c>encoder.base.*</c>; the metadata's <c>format</c> is <c>rvos-encoder</c>. The dropped keys name the blocks left out.</returns>
    /// <exception cref="WeightsFormatException">The graph is another network; the message says where it parts.</exception>
    public static ImportedCheckpoint Import(OnnxGraph network, OnnxInput? input = null)
    {
        var found = new OnnxResNet(network);
        var counts = found.Stages.Select(s => s.Count).ToArray();
        var blocks = Fits(Large) ? Large : Fits(Small) ? Small : throw new WeightsFormatException($"{network.Name}: stages of {OnnxText.Numbers(Array.ConvertAll(counts, c => (long)c))} blocks are those of no ResNet-18 or ResNet-34");
        var width = found.Stem.Weight.Shape[0];
        var (tensors, dropped) = (new List<TensorData>(), new List<string>());
        Add(FoldInput(found.Stem, input ?? OnnxInput.Own), "conv1", "bn1");
        for (var s = 0; s < 4; s++)
        {
            for (var b = 0; b < counts[s]; b++)
            {
                var (block, name) = (found.Stages[s][b], $"layer{s + 1}.{b}");
                if (b >= blocks[s]) dropped.Add($"encoder.base.{name}");
                else AddBlock(block, name);
            }
        }

        return new ImportedCheckpoint(tensors, new Dictionary<string, string>
        {
            ["format"] = "rvos-encoder",
            ["base_model"] = blocks == Large ? "resnet34" : "resnet18",
            ["width"] = width.ToString(CultureInfo.InvariantCulture),
        }, dropped);

        bool Fits(int[] least) => counts.Length == 4 && counts.Zip(least).All(c => c.First >= c.Second);

        void AddBlock(OnnxBlock block, string name)
        {
            for (var i = 0; i < block.Layers.Count; i++) Add(block.Layers[i], $"{name}.conv{i + 1}", $"{name}.bn{i + 1}");
            if (block.Shortcut is { } shortcut) Add(shortcut, $"{name}.downsample.0", $"{name}.downsample.1");
        }

        void Add(OnnxLayer layer, string convolution, string norm)
        {
            Put($"{convolution}.weight", layer.Weight.Values, layer.Weight.Shape);
            var shape = new[] { layer.Weight.Shape[0] };
            Put($"{norm}.weight", layer.Scale, shape);
            Put($"{norm}.bias", layer.Shift, shape);
            Put($"{norm}.running_mean", layer.Mean, shape);
            Put($"{norm}.running_var", Array.ConvertAll(layer.Variance, v => v + layer.Epsilon - Epsilon), shape);
        }

        void Put(string name, float[] values, IReadOnlyList<long> shape)
        {
            // What is folded in may be out of range, even though all that was read is not.
            if (!values.All(float.IsFinite)) throw new WeightsFormatException($"{network.Name}: encoder.base.{name} is not finite with what the input is prepared by and the normalisation's epsilon");
            tensors.Add(new TensorData(new TensorEntry($"encoder.base.{name}", TensorDType.F32, shape.ToArray()), MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        }
    }

    // Theirs is w·(x - m)/d over values x from 0 to 255. Ours is z = (x - M)/D, so that x = D·z + M: w·D/d takes the weights' place, and what is constant, w·(M - m)/d, goes into the
    // normalisation's mean. At the border, where zeros stand for m there and for M here, the two differ by that little.
    private static OnnxLayer FoldInput(OnnxLayer stem, OnnxInput input)
    {
        var (outputs, area) = (stem.Weight.Shape[0], stem.Weight.Shape[2] * stem.Weight.Shape[3]);
        var (weights, mean) = (new float[stem.Weight.Values.Length], (float[])stem.Mean.Clone());
        for (var o = 0; o < outputs; o++)
        {
            double constant = 0;
            for (var c = 0; c < 3; c++)
            {
                var theirs = input.IsBgr ? 2 - c : c;
                for (var i = 0; i < area; i++)
                {
                    double weight = stem.Weight.Values[(o * 3 + theirs) * area + i];
                    weights[(o * 3 + c) * area + i] = (float)(weight * OnnxInput.Own.Deviation[c] / input.Deviation[theirs]);
                    constant += weight * (OnnxInput.Own.Mean[c] - input.Mean[theirs]) / input.Deviation[theirs];
                }
            }

            mean[o] -= (float)constant;
        }

        return stem with { Weight = stem.Weight with { Values = weights }, Mean = mean };
    }
}
