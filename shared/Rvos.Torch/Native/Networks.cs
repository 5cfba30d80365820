using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial nint rt_conv2d(nint input, nint weight, nint bias, long stride, long padding, long dilation, long groups);
    [LibraryImport(Library)] internal static partial nint rt_batch_norm(nint input, nint weight, nint bias, nint mean, nint variance, int training, double momentum, double eps);
    [LibraryImport(Library)] internal static partial nint rt_max_pool2d(nint input, long kernel, long stride, long padding, int ceiling);
    [LibraryImport(Library)] internal static partial nint rt_avg_pool2d(nint input, long kernel, long stride, long padding, int ceiling, int padded);
    [LibraryImport(Library)] internal static partial nint rt_upsample_bilinear(nint input, long height, long width, int align_corners);
    [LibraryImport(Library)] internal static partial nint rt_upsample_nearest(nint input, long height, long width);
    [LibraryImport(Library)] internal static partial nint rt_dropout2d(nint input, double probability, int training);
    [LibraryImport(Library)] internal static partial nint rt_bce_with_logits(nint input, nint target, nint weight, long reduction);
    [LibraryImport(Library)] internal static partial nint rt_cross_entropy(nint input, nint target, long reduction);
}
