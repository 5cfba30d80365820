namespace Rvos.Weights;

/// <summary>Reads the layers of a ResNet from an ONNX graph: convolutions with the normalisations that follow them, and pooling. What computes anything else than the encoders of this project is
/// refused.</summary>
internal sealed class OnnxLayers(OnnxWalk walk)
{
    private const float UsualEpsilon = 1e-5f;

    private static readonly long[] Ones = [1, 1], Unpadded = [0, 0, 0, 0];

    private readonly HashSet<string> weights = new(StringComparer.Ordinal);

    /// <summary>Reads a convolution and its normalisation.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="kernel">Rows and columns of its weight.</param>
    /// <param name="stride">Its step.</param>
    /// <param name="inputs">Channels that it must read.</param>
    /// <param name="outputs">Channels that it must write; null for any number.</param>
    /// <param name="output">The value that the normalisation writes.</param>
    internal OnnxLayer Read(OnnxNode convolution, int kernel, int stride, long inputs, long? outputs, out string output)
    {
        if (convolution.Inputs.Count != 2) throw walk.Error(convolution, $"reads {convolution.Inputs.Count} values where an input and a weight are expected (a bias is not read)");
        var weight = walk.Tensor(convolution.Inputs[1]);
        if (weight.Shape is not [> 0 and var rows, _, _, _] || !weight.Shape.SequenceEqual([outputs ?? rows, inputs, kernel, kernel]))
            throw walk.Error(convolution, $"has a weight [{OnnxText.Numbers(weight.Shape)}] where [{outputs?.ToString() ?? "N"}, {inputs}, {kernel}, {kernel}] is expected");
        // Each layer's weight is copied: a small file that names one weight many times would fill the memory.
        if (!weights.Add(weight.Name)) throw walk.Error(convolution, $"has the weight {OnnxText.Quote(weight.Name)}, which another convolution has already");
        CheckWindow(convolution, kernel, stride);
        walk.Expect(convolution, "group", 1, 1);
        var norm = walk.Next(walk.Output(convolution), "BatchNormalization");
        output = walk.Output(norm);
        return Layer(weight, stride, norm);
    }

    /// <summary>Checks a pooling of 3x3 at every second place.</summary>
    /// <returns>The value that it writes.</returns>
    internal string Pool(OnnxNode pooling)
    {
        walk.Expect(pooling, "kernel_shape", null, [3, 3]);
        CheckWindow(pooling, 3, 2);
        walk.Expect(pooling, "ceil_mode", 0, 0);
        return walk.Output(pooling);
    }

    private OnnxLayer Layer(OnnxTensor weight, int stride, OnnxNode norm)
    {
        if (norm.Inputs.Count != 5) throw walk.Error(norm, $"reads {norm.Inputs.Count} values, 5 expected");
        walk.Expect(norm, "spatial", 1, 1);
        walk.Expect(norm, "training_mode", 0, 0);
        var values = norm.Inputs.Skip(1).Select(i => walk.Tensor(i).Values).ToArray();
        if (values.FirstOrDefault(v => v.Length != weight.Shape[0]) is { } other) throw walk.Error(norm, $"has {other.Length} values for the {weight.Shape[0]} channels of its convolution");
        var epsilon = norm.Attributes.GetValueOrDefault("epsilon")?.Number ?? UsualEpsilon;
        if (!float.IsFinite(epsilon) || epsilon <= 0) throw walk.Error(norm, $"has an epsilon of {epsilon} where a positive number is expected");
        if (!values[3].All(v => v >= 0)) throw walk.Error(norm, "has a negative variance");
        return new OnnxLayer(weight, stride, values[0], values[1], values[2], values[3], epsilon);
    }

    // With a stride of 2 and an even size the last row of padding is not read: exporters may leave it out. With an odd size the networks would differ by it; theirs are trained at even ones.
    private void CheckWindow(OnnxNode node, int kernel, int stride)
    {
        long before = kernel / 2;
        walk.Expect(node, "kernel_shape", [kernel, kernel], [kernel, kernel]);
        walk.Expect(node, "strides", Ones, [stride, stride]);
        walk.Expect(node, "dilations", Ones, Ones);
        walk.ExpectOwnPads(node);
        if (stride == 1 || before == 0) walk.Expect(node, "pads", Unpadded, [before, before, before, before]);
        else walk.Expect(node, "pads", Unpadded, [before, before, before, before], [before, before, before - 1, before - 1]);
    }
}
