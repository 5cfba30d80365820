using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Rvos.Training.Runs;

/// <summary>Configurations as JSON: comments are allowed, unknown keys are errors. <c>"preset": NAME</c> starts from a preset, or from a JSON file
/// beside this one, whose top-level keys the file's replace; within <c>data</c>, <c>curriculum</c>, <c>validation</c> and <c>s2s</c> keys replace one by one.</summary>
public static class ConfigurationFile
{
    private static readonly string[] Merged = ["data", "curriculum", "validation", "s2s"];

    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>Reads and checks a file. Its <c>initialWeights</c> become relative to the file.</summary>
    /// <exception cref="InvalidDataException">The file is not such a configuration; the message says where and why.</exception>
    public static TrainingConfiguration Read(string path)
    {
        try
        {
            var own = Parse(File.ReadAllText(path));
            var whole = own["preset"] is { } preset ? Merge(Parse(Below(path, preset.GetValue<string>())), own) : own;
            var read = whole.Deserialize<TrainingConfiguration>(Json) ?? throw new InvalidDataException($"{path}: empty");
            read.Check();
            return read.InitialWeights is null ? read : read with { InitialWeights = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, read.InitialWeights) };
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, perhaps with an earlier version: keys that were unknown then have their defaults.</summary>
    /// <exception cref="InvalidDataException">It is no such configuration.</exception>
    public static TrainingConfiguration ReadWritten(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingConfiguration>(File.ReadAllText(path), Json) ?? throw new InvalidDataException($"{path}: empty");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>The whole configuration as JSON, presets resolved.</summary>
    public static string Write(TrainingConfiguration configuration) => JsonSerializer.Serialize(configuration, Json);

    private static string Below(string path, string preset) => preset.EndsWith(".json", StringComparison.Ordinal)
        ? File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, preset)) : Presets.Text(preset);

    private static JsonObject Parse(string text) => JsonNode.Parse(text, documentOptions: Reading) as JsonObject ?? throw new JsonException("expected is an object, {…}");

    private static JsonObject Merge(JsonObject preset, JsonObject own)
    {
        foreach (var (key, value) in own)
        {
            if (key == "preset") continue;
            if (Merged.Contains(key) && preset[key] is JsonObject below && value is JsonObject above)
                foreach (var (name, inner) in above) below[name] = inner?.DeepClone();
            else preset[key] = value?.DeepClone();
        }

        return preset;
    }
}
