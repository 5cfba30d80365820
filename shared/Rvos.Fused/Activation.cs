using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Rvos.Fused.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Fused;

/// <summary>Activations (N,H,W,C) in the memory of a tensor (N,C,H,W), channels last, owned by whoever made them.</summary>
public sealed unsafe class Activation : IDisposable
{
    private static long live;
    private readonly Tensor tensor;
    private void* data;
    private bool isDisposed;

    /// <summary>Memory for (N,H,W,C) elements; their values are whatever it held.</summary>
    public Activation(int frames, int height, int width, int channels, ElementType type)
        : this(Allocate(frames, height, width, channels, type), type)
    {
    }

    /// <summary>Takes over a tensor (N,C,H,W), channels last.</summary>
    internal Activation(Tensor tensor, ElementType type)
    {
        var shape = tensor.shape;
        (this.tensor, Type) = (tensor, type);
        (Frames, Channels, Height, Width) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        Interlocked.Increment(ref live);
    }

    /// <summary>Live activations of the process.</summary>
    public static long LiveCount => Interlocked.Read(ref live);

    /// <summary>N.</summary>
    public int Frames { get; }

    /// <summary>H.</summary>
    public int Height { get; }

    /// <summary>W.</summary>
    public int Width { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>Element type.</summary>
    public ElementType Type { get; }

    /// <summary>Bytes of all elements.</summary>
    public long Bytes => FrameBytes * Frames;

    /// <summary>Bytes of one frame.</summary>
    public long FrameBytes => (long)Height * Width * Channels * (Type == ElementType.BFloat16 ? 2 : 4);

    /// <summary>The memory as (N,C,H,W).</summary>
    internal Tensor Tensor
    {
        get
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return tensor;
        }
    }

    /// <summary>The raw elements of one frame (H,W,C).</summary>
    public Span<byte> FrameSpan(int frame) => new(At(frame), checked((int)FrameBytes));

    /// <summary>The elements of one frame (H,W,C) in single precision.</summary>
    public float[] ToSingles(int frame = 0)
    {
        var result = new float[Height * Width * Channels];
        var bytes = FrameSpan(frame);
        if (Type == ElementType.Float32) MemoryMarshal.Cast<byte, float>(bytes).CopyTo(result);
        else
            for (var i = 0; i < result.Length; i++) result[i] = Halves.Load1(MemoryMarshal.Cast<byte, ushort>(bytes)[i]);
        return result;
    }

    /// <summary>Writes one channel of one frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="plane">Its values (H,W); in bf16 they are rounded to the nearest, ties to even.</param>
    public void Write(int frame, int channel, ReadOnlySpan<float> plane)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
        if (plane.Length != Height * Width) throw new ArgumentException($"a plane of {plane.Length} values for {Width}x{Height}", nameof(plane));
        var bytes = FrameSpan(frame);
        if (Type == ElementType.Float32)
        {
            var values = MemoryMarshal.Cast<byte, float>(bytes);
            for (var i = 0; i < plane.Length; i++) values[i * Channels + channel] = plane[i];
            return;
        }

        var narrow = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < plane.Length; i++) narrow[i * Channels + channel] = Halves.Store1(plane[i]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        tensor.Dispose();
        Interlocked.Decrement(ref live);
    }

    internal void* At(int frame)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)Frames, nameof(frame));
        if (data == null) data = Address();
        return (byte*)data + FrameBytes * frame;
    }

    // The first element's: a span over all of them would be limited to 2 GiB.
    private void* Address()
    {
        using var scope = NewDisposeScope();
        return Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.select(0, 0).select(1, 0).select(1, 0).narrow(0, 0, 1).bytes));
    }

    private static Tensor Allocate(int frames, int height, int width, int channels, ElementType type)
    {
        using var scope = NewDisposeScope();
        return empty([frames, height, width, channels], type == ElementType.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32).permute(0, 3, 1, 2).DetachFromDisposeScope();
    }
}
