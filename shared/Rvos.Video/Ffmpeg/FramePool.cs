using System.Collections.Concurrent;

namespace Rvos.Video.Ffmpeg;

/// <summary>
/// Frame buffers of one exact size for reuse: a frame of 480p video is 1.2 MB, and a fresh zeroed one each time costs more
/// than its decoding. Keeps a bounded number; others are left to the garbage collector. Thread-safe.
/// </summary>
internal sealed class FramePool(int capacity)
{
    private readonly ConcurrentBag<byte[]> _free = [];

    /// <summary>A buffer of exactly <paramref name="length"/> bytes with any content.</summary>
    public byte[] Rent(int length) =>
        _free.TryTake(out var buffer) && buffer.Length == length ? buffer : GC.AllocateUninitializedArray<byte>(length);

    /// <summary>Takes a buffer back.</summary>
    public void Return(byte[] buffer)
    {
        if (_free.Count < capacity) _free.Add(buffer);
    }
}
