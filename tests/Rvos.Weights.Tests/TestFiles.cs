using System.Text.Json;

namespace Rvos.Weights.Tests;

/// <summary>The golden files that travel with the tests.</summary>
internal static class TestFiles
{
    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Data", .. parts]);

    public static byte[] Read(params string[] parts) => File.ReadAllBytes(PathOf(parts));

    public static JsonElement Json(params string[] parts)
    {
        using var document = JsonDocument.Parse(Read(parts));
        return document.RootElement.Clone();
    }
}
