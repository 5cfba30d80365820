using System.Security.Cryptography;

namespace Rvos.Ingestion.Videos;

/// <summary>A video's bytes on their way in: counted, bounded and hashed. What its source does wrong ends in <see cref="VideoRefusedException"/>.</summary>
/// <param name="source">Not owned.</param>
/// <param name="maximum">Most bytes.</param>
internal sealed class IntakeStream(Stream source, long maximum) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes so far.</summary>
    internal long Count { get; private set; }

    /// <summary>What was wrong with the source, if anything: a reader may have wrapped it.</summary>
    internal Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>SHA-256 of all bytes in hexadecimal. Once.</summary>
    internal string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await source.ReadAsync(buffer, cancellationToken);
            Count += count;
            if (Count > maximum) throw TooLarge(maximum);
            _hash.AppendData(buffer.Span[..count]);
            return count;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Failure = TooLarge(maximum);
        }
        // The client went away, or sent less than it announced.
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Failure = new VideoRefusedException(VideoRefusal.Incomplete, $"The bytes ended too early, after {Count}.", e);
        }
        catch (Exception e)
        {
            Failure = e;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read asynchronously");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    internal static VideoRefusedException TooLarge(long maximum) => new(VideoRefusal.TooLarge, $"The video has more than {maximum} bytes.");

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
