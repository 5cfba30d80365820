using System.Text.Json;

namespace Rvos.Weights.Tests;

/// <summary>The larger golden data beside the repository, which a test may find or not.</summary>
internal static class SharedGolden
{
    private static readonly string? Folder = Find();

    public static bool IsPresent => Folder is not null;

    public static string PathOf(params string[] parts) => Path.Combine([Folder!, .. parts]);

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

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "RVOS.Cloud.sln"))) continue;
            var golden = Path.Combine(folder.FullName, "..", "shared", "golden");
            return Directory.Exists(golden) ? golden : null;
        }

        return null;
    }
}
