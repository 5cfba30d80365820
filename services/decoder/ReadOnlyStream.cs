using System.Runtime.InteropServices;

namespace Rvos.Decoder;

/// <summary>Reads memory as a stream.</summary>
internal sealed class ReadOnlyStream(ReadOnlyMemory<byte> memory) : MemoryStream(
    MemoryMarshal.TryGetArray(memory, out var array) ? array.Array! : memory.ToArray(), array.Offset, memory.Length, writable: false);
