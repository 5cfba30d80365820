using System.IO.MemoryMappedFiles;

namespace Rvos.Weights;

/// <summary>A weights file mapped read-only: pages are read when touched and shared between processes.</summary>
internal sealed unsafe class MappedBytes : ByteSource
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private byte* start;

    private MappedBytes(MemoryMappedFile file, MemoryMappedViewAccessor view, long length)
    {
        this.file = file;
        this.view = view;
        Length = length;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    public override long Length { get; }

    /// <summary>Opens a file; an empty one cannot be mapped and is served from memory.</summary>
    public static ByteSource Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length == 0)
        {
            stream.Dispose();
            return new MemoryBytes(ReadOnlyMemory<byte>.Empty);
        }

        var length = stream.Length;
        var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        return new MappedBytes(file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
    }

    public override ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(start + offset, length);
    }

    public override void Dispose()
    {
        if (start is null) return;
        start = null;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }
}
