namespace Rvos.Weights.Models;

/// <summary>The models that ship with the program: NAME.safetensors with a card NAME.md beside it.</summary>
public sealed class ModelCatalogue(string folder)
{
    /// <summary>The one-shot model used when none is named.</summary>
    public const string DefaultOneShot = "rvos-resnet18-small";

    /// <summary>The zero-shot model used when none is named.</summary>
    public const string DefaultZeroShot = "rvos-resnet18-small-zero-shot";

    /// <summary>The folder beside the program.</summary>
    public static ModelCatalogue Shipped { get; } = new(Path.Combine(AppContext.BaseDirectory, "models"));

    /// <summary>Names of all models, in order.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.safetensors").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).ToArray()
        : [];

    /// <summary>The weights file of a name, or a path as it is.</summary>
    /// <exception cref="ArgumentException">There is neither; the message lists the names.</exception>
    public string Find(string nameOrFile)
    {
        if (File.Exists(nameOrFile)) return nameOrFile;
        var path = Path.Combine(folder, nameOrFile + ".safetensors");
        if (Names.Contains(nameOrFile)) return path;
        throw new ArgumentException($"no model '{nameOrFile}': neither a file nor one of {(Names.Count == 0 ? "the shipped models (there are none)" : string.Join(", ", Names))}");
    }

    /// <summary>What a model wants; null when there is none of that name.</summary>
    /// <exception cref="WeightsFormatException">Its file does not say.</exception>
    public ModelSummary? Describe(string name) => Names.Contains(name) ? ModelSummary.Read(name, Find(name)) : null;

    /// <summary>The text of a model's card, or null when it has none.</summary>
    public string? Card(string name)
    {
        var path = Path.Combine(folder, name + ".md");
        return Names.Contains(name) && File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
