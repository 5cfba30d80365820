using System.Buffers.Binary;
using System.Text;

namespace Rvos.Weights.Tests;

/// <summary>Small safetensors files, well-formed and not.</summary>
internal static class SafetensorsSamples
{
    public static byte[] Raw(string header, int dataBytes, long? claimedLength = null)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, claimedLength ?? json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }

    public static byte[] Write(IEnumerable<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    public static TensorData Tensor(string name, TensorDType dtype, params long[] shape)
    {
        var entry = new TensorEntry(name, dtype, shape);
        var bytes = new byte[entry.ByteLength];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i + name.Length);
        return new TensorData(entry, bytes);
    }
}
