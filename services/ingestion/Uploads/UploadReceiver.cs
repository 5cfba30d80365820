using System.Buffers;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Blobs;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Uploads;

/// <summary>
/// Puts the bytes of a request down in parts. Each counts as soon as it is down, so that a client resumes close to where it
/// was cut off; with a checksum they count together, once it was seen to match.
/// </summary>
internal sealed class UploadReceiver(UploadStore store, IBlobStore blobs, IOptions<UploadOptions> options, IOptions<VideoOptions> videos, TimeProvider time)
{
    private readonly UploadOptions _options = options.Value;

    /// <summary>How many more bytes an upload takes: up to its length, or up to the largest while that is not known.</summary>
    internal long Left(UploadRow row) => Math.Max(0, (row.IsDeferred ? videos.Value.MaximumBytes : row.Length) - row.Received);

    /// <param name="row">The upload, read under its lease.</param>
    /// <param name="body">The bytes from the upload's offset on.</param>
    /// <param name="checksum">If the client sent one.</param>
    /// <param name="reading">Ends the reading: the client has gone, or this process is to stop. What has come by then is put down.</param>
    /// <param name="writing">Ends everything: the lease was lost.</param>
    internal async Task<ReceiveResult> ReceiveAsync(UploadRow row, Stream body, UploadChecksum? checksum, CancellationToken reading, CancellationToken writing)
    {
        var pending = new List<UploadPart>();
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(_options.PartBytes, Math.Max(1, Left(row))));
        try
        {
            var (after, end) = await ReceiveAsync(row, body, checksum, buffer, pending, reading, writing);
            if (pending.Count == 0) return new ReceiveResult(after, end);
            if (end == ReceiveEnd.Whole) (after, end) = await CommitAsync(after, pending, writing);
            // Those that count by now are safe: only parts of this request that do not are removed.
            if (end != ReceiveEnd.Whole) await RemoveAsync(pending, writing);
            return new ReceiveResult(after, end);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<(UploadRow Row, ReceiveEnd End)> ReceiveAsync(
        UploadRow row, Stream body, UploadChecksum? checksum, byte[] buffer, List<UploadPart> pending, CancellationToken reading, CancellationToken writing)
    {
        var left = Left(row);
        while (true)
        {
            var wanted = (int)Math.Min(left, Math.Min(buffer.Length, _options.PartBytes));
            var (count, interrupted) = await FillAsync(body, buffer.AsMemory(0, wanted), reading);
            left -= count;
            if (left == 0 && !interrupted && await HasMoreAsync(body, reading)) return (row, ReceiveEnd.TooMany);
            if (count > 0)
            {
                if (row.Parts + pending.Count >= _options.MaximumParts) return (row, ReceiveEnd.TooManyParts);
                checksum?.Append(buffer.AsSpan(0, count));
                var part = new UploadPart($"{row.Prefix}{row.Parts + pending.Count:D6}.{Guid.NewGuid():n}", count);
                await blobs.PutAsync(part.Blob, buffer.AsMemory(0, count), BlobPutMode.Replace, writing);
                if (checksum is not null)
                {
                    pending.Add(part);
                }
                else
                {
                    (row, var end) = await CommitAsync(row, [part], writing);
                    if (end == ReceiveEnd.Overtaken) return (row, end);
                }
            }

            if (interrupted) return (row, ReceiveEnd.Interrupted);
            if (count < wanted || left == 0) return (row, checksum is null || checksum.Matches() ? ReceiveEnd.Whole : ReceiveEnd.Mismatch);
        }
    }

    private async Task<(UploadRow Row, ReceiveEnd End)> CommitAsync(UploadRow row, IReadOnlyList<UploadPart> parts, CancellationToken writing)
    {
        if (await store.AppendAsync(row, parts, time.GetUtcNow() + _options.Expiry, writing) is { } after) return (after, ReceiveEnd.Whole);
        await RemoveAsync(parts, writing);
        return (row, ReceiveEnd.Overtaken);
    }

    private async Task RemoveAsync(IEnumerable<UploadPart> parts, CancellationToken cancellation)
    {
        foreach (var part in parts) await blobs.DeleteAsync(part.Blob, cancellation);
    }

    private static async Task<(int Count, bool Interrupted)> FillAsync(Stream body, Memory<byte> buffer, CancellationToken reading)
    {
        var count = 0;
        try
        {
            while (count < buffer.Length)
            {
                var more = await body.ReadAsync(buffer[count..], reading);
                if (more == 0) return (count, false);
                count += more;
            }

            return (count, false);
        }
        // Connections end in many ways; what came before is good.
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return (count, true);
        }
    }

    private static async Task<bool> HasMoreAsync(Stream body, CancellationToken reading)
    {
        var (count, _) = await FillAsync(body, new byte[1], reading);
        return count > 0;
    }
}
