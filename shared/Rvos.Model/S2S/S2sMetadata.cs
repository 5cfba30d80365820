using System.Globalization;
using Rvos.Weights;

namespace Rvos.Model.S2S;

/// <summary>The shape of an S2S network in the metadata of weights files: <c>architecture</c> (s2s or s2s++), <c>width</c>, <c>skip_memories</c>, <c>skip_connections</c>,
/// <c>distances</c>, <c>distance_border</c>, <c>distance_bin</c>, <c>head_factor</c> and <c>initialiser_factor</c>.</summary>
internal static class S2sMetadata
{
    private const string Architecture = "architecture";

    /// <summary>True when the metadata say that the network is one.</summary>
    internal static bool IsThere(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(Architecture) is "s2s" or "s2s++";

    /// <exception cref="WeightsFormatException">A value is missing, malformed or out of range; the message names it.</exception>
    internal static S2sOptions Read(IReadOnlyDictionary<string, string> metadata, string fileName)
    {
        try
        {
            return new S2sOptions(Number("width"), Number("skip_memories"), Flag("skip_connections"), Flag("distances"), Number("distance_border"), Number("distance_bin"), Number("head_factor"),
                Number("initialiser_factor")).Validated();
        }
        catch (ArgumentException error)
        {
            throw new WeightsFormatException($"{fileName}: {error.Message}", error);
        }

        string Text(string key) => metadata.GetValueOrDefault(key) ?? throw new WeightsFormatException($"{fileName}: the metadata has no '{key}'");

        int Number(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw new WeightsFormatException($"{fileName}: {key} '{Text(key)}' is not a number");

        bool Flag(string key) => bool.TryParse(Text(key), out var value) ? value : throw new WeightsFormatException($"{fileName}: {key} '{Text(key)}' is neither true nor false");
    }

    /// <summary>What <see cref="Read"/> reads back.</summary>
    internal static void Write(S2sOptions options, Dictionary<string, string> metadata)
    {
        metadata[Architecture] = options.Architecture;
        metadata["width"] = Text(options.Width);
        metadata["skip_memories"] = Text(options.SkipMemories);
        metadata["skip_connections"] = options.HasSkips ? "true" : "false";
        metadata["distances"] = options.HasDistances ? "true" : "false";
        metadata["distance_border"] = Text(options.Border);
        metadata["distance_bin"] = Text(options.Bin);
        metadata["head_factor"] = Text(options.HeadFactor);
        metadata["initialiser_factor"] = Text(options.InitialiserFactor);

        static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
