namespace Rvos.Weights;

/// <summary>The bytes of a weights file, in memory or mapped. Offsets are bytes from the start of the file.</summary>
internal abstract class ByteSource : IDisposable
{
    public abstract long Length { get; }

    /// <summary>A view that is valid until the source is disposed.</summary>
    public abstract ReadOnlySpan<byte> Slice(long offset, int length);

    public abstract void Dispose();
}
