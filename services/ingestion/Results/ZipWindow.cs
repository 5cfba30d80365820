namespace Rvos.Ingestion.Results;

/// <summary>A stream that keeps only what was not sent yet. Until then it can be gone back to, so that an archive's entries carry their sizes and checksums in front
/// of them, where readers of a stream look.</summary>
internal sealed class ZipWindow : Stream
{
    private readonly MemoryStream _window = new();
    private long _sent;

    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _sent + _window.Length;

    public override long Position
    {
        get => _sent + _window.Position;
        set => _window.Position = value >= _sent ? value - _sent : throw new IOException("these bytes were sent already");
    }

    /// <summary>Bytes that wait.</summary>
    internal long Unsent => _window.Length;

    /// <summary>Sends what there is and forgets it.</summary>
    internal async Task SendAsync(Stream target, CancellationToken cancellation)
    {
        await target.WriteAsync(_window.GetBuffer().AsMemory(0, (int)_window.Length), cancellation);
        _sent += _window.Length;
        _window.SetLength(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => _window.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _window.Write(buffer);

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + (origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    });

    public override void Flush()
    {
        // What is here waits for SendAsync.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
