using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Rvos.Testing;

/// <summary>Reference arrays: NAME.json lists name, dtype, shape and offset of each array in NAME.bin (little-endian, row-major).</summary>
public sealed class GoldenFile
{
    private readonly byte[] bytes;
    private readonly Dictionary<string, JsonElement> entries;

    private GoldenFile(byte[] bytes, JsonElement root)
    {
        this.bytes = bytes;
        entries = root.GetProperty("tensors").EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!);
        Meta = root.GetProperty("meta");
    }

    /// <summary>Whatever else the file says.</summary>
    public JsonElement Meta { get; }

    /// <summary>Names of all arrays.</summary>
    public IEnumerable<string> Names => entries.Keys;

    /// <summary>Opens NAME.json and NAME.bin; the path has no extension.</summary>
    public static GoldenFile Open(string path) =>
        new(File.ReadAllBytes(path + ".bin"), JsonDocument.Parse(File.ReadAllText(path + ".json")).RootElement);

    /// <summary>True when there is such an array.</summary>
    public bool Has(string name) => entries.ContainsKey(name);

    /// <summary>Sizes of an array.</summary>
    public long[] Shape(string name) => entries[name].GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()).ToArray();

    /// <summary>An array of singles.</summary>
    public float[] F32(string name) => Values<float>(name, "f32");

    /// <summary>An array of doubles.</summary>
    public double[] F64(string name) => Values<double>(name, "f64");

    /// <summary>An array of bytes.</summary>
    public byte[] U8(string name) => Values<byte>(name, "u8");

    /// <summary>An array of 32-bit integers.</summary>
    public int[] I32(string name) => Values<int>(name, "i32");

    /// <summary>An array of 64-bit integers.</summary>
    public long[] I64(string name) => Values<long>(name, "i64");

    /// <exception cref="InvalidDataException">The array is of another type, or its checksum is wrong.</exception>
    private T[] Values<T>(string name, string dtype) where T : unmanaged
    {
        var entry = entries[name];
        if (entry.GetProperty("dtype").GetString() != dtype) throw new InvalidDataException($"{name} is {entry.GetProperty("dtype")}, not {dtype}");
        var raw = bytes.AsSpan(entry.GetProperty("offset").GetInt32(), entry.GetProperty("nbytes").GetInt32());
        if (Crc32.HashToUInt32(raw) != entry.GetProperty("crc32").GetUInt32()) throw new InvalidDataException($"the checksum of {name} is wrong");
        return MemoryMarshal.Cast<byte, T>(raw).ToArray();
    }
}
