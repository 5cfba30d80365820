using System.Globalization;

namespace Rvos.Weights.Models;

/// <summary>What those who do not run a model need to know of it.</summary>
/// <param name="Name">Its name in the catalogue.</param>
/// <param name="IsOneShot">True when it follows given masks, false when it discovers objects.</param>
/// <param name="InputWidth">Columns of the frames it wants.</param>
/// <param name="InputHeight">Rows of the frames it wants.</param>
public sealed record ModelSummary(string Name, bool IsOneShot, int InputWidth, int InputHeight)
{
    private const int MaxSide = 4096;

    /// <summary>Reads it from the metadata of a weights file.</summary>
    /// <exception cref="WeightsFormatException">The file is no weights file, or does not say.</exception>
    public static ModelSummary Read(string name, string path)
    {
        using var reader = SafetensorsReader.Open(path);
        return new ModelSummary(name, Text("previous_mask") == "true", Side("input_width"), Side("input_height"));

        string Text(string key) => reader.Metadata.GetValueOrDefault(key) ?? throw new WeightsFormatException($"{name}: the metadata has no '{key}'");

        int Side(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 32 and <= MaxSide ? side
            : throw new WeightsFormatException($"{name}: {key} must be within 32..{MaxSide}");
    }
}
