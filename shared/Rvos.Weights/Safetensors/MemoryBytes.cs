namespace Rvos.Weights;

/// <summary>A weights file that is already in memory.</summary>
internal sealed class MemoryBytes(ReadOnlyMemory<byte> bytes) : ByteSource
{
    public override long Length => bytes.Length;

    public override ReadOnlySpan<byte> Slice(long offset, int length) => bytes.Span.Slice(checked((int)offset), length);

    public override void Dispose()
    {
    }
}
