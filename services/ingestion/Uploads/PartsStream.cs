using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Uploads;

/// <summary>The parts of an upload as one stream.</summary>
internal sealed class PartsStream(IBlobStore blobs, IReadOnlyList<UploadPart> parts) : Stream
{
    private int _next;
    private Stream? _part;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (_part is null)
            {
                if (_next == parts.Count) return 0;
                _part = await blobs.OpenReadAsync(parts[_next++].Blob, null, cancellationToken);
            }

            var count = await _part.ReadAsync(buffer, cancellationToken);
            if (count > 0) return count;
            await _part.DisposeAsync();
            _part = null;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read asynchronously");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _part?.Dispose();
        base.Dispose(disposing);
    }
}
