using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Results;

/// <summary>A blob as a stream that can seek: it is opened where reading starts. For one reader.</summary>
internal sealed class BlobContent(IBlobStore blobs, BlobEntry blob) : Stream
{
    private Stream? _part;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => blob.Length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = offset + (origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        });
        ArgumentOutOfRangeException.ThrowIfNegative(to, nameof(offset));
        if (to == _position) return to;
        _part?.Dispose();
        _part = null;
        return _position = to;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _position >= Length) return 0;
        _part ??= await blobs.OpenReadAsync(blob.Name, new BlobRange(_position), cancellationToken);
        var count = await _part.ReadAsync(buffer, cancellationToken);
        if (count == 0) throw new IOException($"{blob.Name} ended at byte {_position} of {Length}");
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("blobs are read asynchronously");

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _part?.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_part is not null) await _part.DisposeAsync();
        await base.DisposeAsync();
    }
}
