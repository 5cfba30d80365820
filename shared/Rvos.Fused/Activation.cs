using System.Runtime.InteropServices;

namespace Rvos.Fused;

/// <summary>Activations (N,H,W,C) in memory aligned to 64 bytes, owned by whoever made them.</summary>
public sealed unsafe class Activation : IDisposable
{
    private static long live;
    private void* data;

    /// <summary>Memory for (N,H,W,C) elements; their values are whatever it held.</summary>
    public Activation(int frames, int height, int width, int channels, ElementType type)
    {
        (Frames, Height, Width, Channels, Type) = (frames, height, width, channels, type);
        data = FusedNative.rf_allocate(Math.Max(64, Bytes));
        if (data == null) throw new OutOfMemoryException($"no memory for {Bytes} bytes of activations");
        Interlocked.Increment(ref live);
    }

    /// <summary>Releases memory that nobody disposed.</summary>
    ~Activation() => Release();

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

    /// <summary>The raw elements of one frame (H,W,C).</summary>
    public Span<byte> FrameSpan(int frame) => new(At(frame), checked((int)FrameBytes));

    /// <summary>The elements of one frame (H,W,C) in single precision.</summary>
    public float[] ToSingles(int frame = 0)
    {
        var result = new float[Height * Width * Channels];
        var bytes = FrameSpan(frame);
        if (Type == ElementType.Float32) MemoryMarshal.Cast<byte, float>(bytes).CopyTo(result);
        else
            for (var i = 0; i < result.Length; i++) result[i] = BitConverter.Int32BitsToSingle(MemoryMarshal.Cast<byte, ushort>(bytes)[i] << 16);
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
        for (var i = 0; i < plane.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(plane[i]);
            narrow[i * Channels + channel] = (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    internal void* At(int frame)
    {
        ObjectDisposedException.ThrowIf(data == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)Frames, nameof(frame));
        return (byte*)data + FrameBytes * frame;
    }

    private void Release()
    {
        if (data == null) return;
        FusedNative.rf_release(data);
        data = null;
        Interlocked.Decrement(ref live);
    }
}
