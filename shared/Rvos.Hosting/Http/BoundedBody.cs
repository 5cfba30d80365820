using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Hosting.Http;

/// <summary>Reads JSON bodies that may be large: what they hold and what they take of memory is bounded while they come in.</summary>
public static class BoundedBody
{
    private const int Block = 64 << 10;

    // Larger buffers would lie in the pool of each thread; smaller ones would be garbage with each request that is collected late.
    private const int PooledBytes = 1 << 20;

    /// <summary>A body and its SHA-256, or the problem with it: 400, 413 when it is too large, 422 when it holds more than it may.</summary>
    /// <param name="request">Its body is read to the end, unless it is too large.</param>
    /// <param name="maximum">Most bytes.</param>
    /// <param name="bounds">Of what the body holds.</param>
    /// <param name="share">Memory is taken from it; what the objects take stays taken, what the text takes is given back.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="WorkBudgetException">There is no memory for it.</exception>
    public static async Task<(T? Body, byte[] Hash, ProblemHttpResult? Problem)> ReadAsync<T>(HttpRequest request, int maximum, JsonBound bounds, WorkShare share, CancellationToken cancellation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(share);
        var meter = new JsonMeter(bounds);
        try
        {
            var (buffer, length, problem) = await ReadAsync(request, maximum, meter, share, cancellation).ConfigureAwait(false);
            var (body, hash) = ((T?)null, Array.Empty<byte>());
            if (problem is null)
            {
                share.Take(meter.Memory);
                (body, problem) = ApiJson.Parse<T>(buffer.AsSpan(0, length));
                hash = SHA256.HashData(buffer.AsSpan(0, length));
            }

            Release(buffer, share);
            if (problem is null) return (body, hash, null);
            share.Dispose();
            await SkipAsync(request, maximum, cancellation).ConfigureAwait(false);
            return (null, [], problem);
        }
        catch (WorkBudgetException)
        {
            share.Dispose();
            await SkipAsync(request, maximum, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    // Most clients read an answer only once they have sent all, and would see a broken connection instead.
    private static async Task SkipAsync(HttpRequest request, int maximum, CancellationToken cancellation)
    {
        var block = new byte[Block];
        try
        {
            for (var left = (long)maximum; left > 0;)
            {
                var count = await request.Body.ReadAsync(block, cancellation).ConfigureAwait(false);
                if (count == 0) return;
                left -= count;
            }
        }
        catch (BadHttpRequestException)
        {
            // What is wrong with the body was found before.
        }
    }

    private static async Task<(byte[] Buffer, int Length, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, int maximum, JsonMeter meter, WorkShare share, CancellationToken cancellation)
    {
        // One byte more than may come: what goes beyond is seen.
        var most = (int)Math.Min(request.ContentLength ?? maximum, maximum) + 1;
        var (buffer, length, step) = (Array.Empty<byte>(), 0, Block);
        try
        {
            while (true)
            {
                if (length == buffer.Length) buffer = Grow(buffer, Math.Min(Math.Max(Block, length * 2L), most), share);
                var count = await request.Body.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                length += count;
                if (length > maximum) return (buffer, length, Problems.At("body", $"The body has more than {maximum} bytes.", StatusCodes.Status413PayloadTooLarge, "Body too large"));
                // A long text is looked at again only once twice as much of it is there.
                if (count > 0 && length - meter.Position < step) continue;
                if (meter.Read(buffer.AsSpan(0, length), isAll: count == 0) is var (field, detail)) return (buffer, length, Problems.At(field, detail, StatusCodes.Status422UnprocessableEntity, "Request cannot be followed"));
                if (count == 0) return (buffer, length, null);
                step = Math.Max(Block, 2 * (length - meter.Position));
            }
        }
        catch (BadHttpRequestException e)
        {
            return (buffer, length, Problems.At("body", e.Message, e.StatusCode, "Body not readable"));
        }
        catch (JsonException)
        {
            // The parser says so too, and where. The rest of the body makes nothing better.
            return (buffer, length, null);
        }
    }

    private static byte[] Grow(byte[] buffer, long size, WorkShare share)
    {
        // As large as those of the pool are.
        if (size <= PooledBytes) size = BitOperations.RoundUpToPowerOf2((uint)size);
        share.Take(size);
        var larger = size <= PooledBytes ? ArrayPool<byte>.Shared.Rent((int)size) : GC.AllocateUninitializedArray<byte>((int)size);
        buffer.CopyTo(larger, 0);
        Release(buffer, share);
        return larger;
    }

    private static void Release(byte[] buffer, WorkShare share)
    {
        share.Give(buffer.Length);
        if (buffer.Length is > 0 and <= PooledBytes) ArrayPool<byte>.Shared.Return(buffer);
    }
}
