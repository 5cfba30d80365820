using System.Text.Json;
using Rvos.Testing;

namespace Rvos.Weights.Tests;

/// <summary>The larger golden data beside the repository, which a test may find or not.</summary>
internal static class SharedGolden
{
    public static bool IsPresent => SharedData.IsThere;

    public static string PathOf(params string[] parts) => SharedData.PathOf(["golden", .. parts]);

    public static JsonElement Json(params string[] parts)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(parts)));
        return document.RootElement.Clone();
    }

    /// <summary>The tensors of the small golden network: bytes by name, such as <c>encoder/sk5.weight</c>.</summary>
    public static Dictionary<string, (TensorEntry Entry, ReadOnlyMemory<byte> Bytes)> SmallWeights()
    {
        var bytes = File.ReadAllBytes(PathOf("rvos_small", "weights.bin"));
        return Json("rvos_small", "weights.json").GetProperty("tensors").EnumerateArray().ToDictionary(
            t => t.GetProperty("name").GetString()!,
            t =>
            {
                var dtype = t.GetProperty("dtype").GetString() == "f32" ? TensorDType.F32 : TensorDType.I64;
                var shape = t.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()).ToArray();
                var range = new ReadOnlyMemory<byte>(bytes, t.GetProperty("offset").GetInt32(), t.GetProperty("nbytes").GetInt32());
                return (new TensorEntry(t.GetProperty("name").GetString()!, dtype, shape), range);
            });
    }
}
