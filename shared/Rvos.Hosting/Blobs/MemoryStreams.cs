using System.Runtime.InteropServices;

namespace Rvos.Hosting.Blobs;

/// <summary>Bytes as a seekable stream, without a copy where they are an array's.</summary>
public static class MemoryStreams
{
    /// <summary>A stream that reads bytes, which must not change meanwhile.</summary>
    /// <param name="bytes">What it reads.</param>
    public static MemoryStream Over(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
