using Rvos.Model.S2S;

namespace Rvos.Model.Tests.S2S;

/// <summary>The reference's small network, ready to run on its clip of 4 frames.</summary>
internal static class S2sModel
{
    internal const int Height = 64, Width = 96, Pixels = Height * Width;

    internal static RvosModel Open(bool fused, Precision precision = Precision.Float32)
    {
        var network = S2sGolden.Network();
        return RvosModel.From(network, Describe(network.Options), new InferenceOptions("cpu", precision, fused));
    }

    internal static ModelDescription Describe(S2sOptions options) => new("reference", options, Recurrence.Temporal, Height, Width);

    internal static byte[] Frames() => S2sGolden.Open("out_w8").U8("frames_u8_THWC");

    internal static float[] Mask() => S2sGolden.Open("out_w8").U8("mask0_u8").Select(m => (float)m).ToArray();

    /// <summary>A second object: a box.</summary>
    internal static float[] Box()
    {
        var mask = new float[Pixels];
        for (var y = 20; y < 44; y++) Array.Fill(mask, 1, y * Width + 50, 30);
        return mask;
    }
}
