using System.Runtime.InteropServices;

namespace Rvos.Decoder;

/// <summary>Reads memory as a stream.</summary>
internal static class ReadOnlyStream
{
    /// <summary>A stream over memory; arrays are not copied.</summary>
    internal static MemoryStream Of(ReadOnlyMemory<byte> memory) => MemoryMarshal.TryGetArray(memory, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(memory.ToArray(), writable: false);
}
