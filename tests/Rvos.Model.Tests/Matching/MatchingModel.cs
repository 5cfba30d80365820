using Rvos.Model.Networks;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Matching;

/// <summary>A small network that matches masks, with weights by chance, and four real frames with labels for it.</summary>
internal static class MatchingModel
{
    internal const int Height = 60, Width = 107, Pixels = Height * Width;

    private static readonly Lazy<(byte[] Frames, byte[] Labels)> Clip = new(() =>
    {
        var golden = Golden.Own("rvos_small/fwd_60x107");
        return (golden.U8("frames_u8_THWC"), golden.U8("labels_u8_THW"));
    });

    internal static byte[] Frames => Clip.Value.Frames;

    internal static float[] Mask(int frame, int label) => Golden.Mask(Clip.Value.Labels, frame, Pixels, label);

    internal static NetworkOptions Options { get; } = new(EncoderKind.ResNet18, 16, UsesMask: true, 8, Matching: true);

    internal static RvosNetwork Network(NetworkOptions? options = null)
    {
        manual_seed(5);
        return new RvosNetwork(options ?? Options);
    }

    internal static RvosModel Open(bool fused, Precision precision = Precision.Float32, NetworkOptions? options = null, Recurrence recurrence = Recurrence.SpatioTemporal)
    {
        var network = Network(options);
        return RvosModel.From(network, Golden.Describe(network, Height, Width, recurrence), new InferenceOptions { Fused = fused, Precision = precision });
    }
}
