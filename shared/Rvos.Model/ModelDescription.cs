using System.Globalization;
using Rvos.Model.Networks;
using Rvos.Weights;

namespace Rvos.Model;

/// <summary>What a weights file says about its network.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Network">Shape.</param>
/// <param name="Recurrence">Recurrences to run it with.</param>
/// <param name="InputHeight">Rows of the frames it wants.</param>
/// <param name="InputWidth">Columns of the frames it wants.</param>
public sealed record ModelDescription(string Name, NetworkOptions Network, Recurrence Recurrence, int InputHeight, int InputWidth)
{
    private const int DefaultHeight = 256, DefaultWidth = 448, MaxSide = 4096;

    /// <summary>True when masks are given (one-shot), false when objects are discovered (zero-shot).</summary>
    public bool IsOneShot => Network.UsesMask;

    /// <summary>Reads the metadata of a weights file.</summary>
    /// <param name="metadata">Keys <c>base_model</c>, <c>hidden_size</c>, <c>width</c>, <c>previous_mask</c>; optional <c>name</c>,
    /// <c>input_height</c>, <c>input_width</c>, <c>only_spatial</c>, <c>only_temporal</c>, <c>length_clip</c>.</param>
    /// <param name="fileName">For messages, and the name when the metadata has none.</param>
    /// <exception cref="WeightsFormatException">A value is missing, malformed or not supported; the message names it.</exception>
    public static ModelDescription Read(IReadOnlyDictionary<string, string> metadata, string fileName)
    {
        var encoder = Text("base_model") switch
        {
            "resnet18" => EncoderKind.ResNet18,
            "resnet34" => EncoderKind.ResNet34,
            "resnet50" => EncoderKind.ResNet50,
            "resnet101" => EncoderKind.ResNet101,
            "vgg16" => EncoderKind.Vgg16,
            var other => throw new WeightsFormatException($"{fileName}: unknown base_model '{other}'"),
        };
        if (metadata.TryGetValue("skip_mode", out var skip) && skip != "concat") throw new WeightsFormatException($"{fileName}: skip_mode '{skip}' is not supported, only concat");
        if (metadata.TryGetValue("kernel_size", out var kernel) && kernel != "3") throw new WeightsFormatException($"{fileName}: kernel_size {kernel} is not supported, only 3");
        var usesMask = Flag("previous_mask", required: true);
        // The original runs zero-shot networks trained on single frames without temporal state.
        var spatial = usesMask ? Flag("only_spatial") : metadata.TryGetValue("length_clip", out var clip) && clip == "1";
        var recurrence = spatial ? Recurrence.Spatial : Flag("only_temporal") ? Recurrence.Temporal : Recurrence.SpatioTemporal;
        try
        {
            var network = new NetworkOptions(encoder, Number("hidden_size", 128), usesMask, Number("width", 64)).Validated();
            return new ModelDescription(metadata.GetValueOrDefault("name") ?? Path.GetFileNameWithoutExtension(fileName), network, recurrence,
                Side("input_height", DefaultHeight), Side("input_width", DefaultWidth));
        }
        catch (ArgumentException error)
        {
            throw new WeightsFormatException($"{fileName}: {error.Message}", error);
        }

        string Text(string key) => metadata.GetValueOrDefault(key) ?? throw new WeightsFormatException($"{fileName}: the metadata has no '{key}'");

        int Number(string key, int otherwise) => !metadata.TryGetValue(key, out var text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
            : throw new WeightsFormatException($"{fileName}: {key} '{text}' is not a number");

        int Side(string key, int otherwise) => Number(key, otherwise) is var value and >= 32 and <= MaxSide ? value
            : throw new WeightsFormatException($"{fileName}: {key} must be within 32..{MaxSide}");

        bool Flag(string key, bool required = false) => (required ? Text(key) : metadata.GetValueOrDefault(key, "false")) switch
        {
            "true" => true,
            "false" => false,
            var other => throw new WeightsFormatException($"{fileName}: {key} '{other}' is neither true nor false"),
        };
    }

    /// <summary>The metadata that <see cref="Read"/> reads back.</summary>
    public Dictionary<string, string> ToMetadata() => new()
    {
        ["format"] = "rvos",
        ["name"] = Name,
        ["base_model"] = Network.Encoder.ToString().ToLowerInvariant(),
        ["hidden_size"] = Network.HiddenSize.ToString(CultureInfo.InvariantCulture),
        ["width"] = Network.Width.ToString(CultureInfo.InvariantCulture),
        ["kernel_size"] = "3",
        ["skip_mode"] = "concat",
        ["previous_mask"] = Network.UsesMask ? "true" : "false",
        ["only_spatial"] = Recurrence == Recurrence.Spatial ? "true" : "false",
        ["only_temporal"] = Recurrence == Recurrence.Temporal ? "true" : "false",
        ["length_clip"] = Recurrence == Recurrence.Spatial && !Network.UsesMask ? "1" : "5",
        ["input_height"] = InputHeight.ToString(CultureInfo.InvariantCulture),
        ["input_width"] = InputWidth.ToString(CultureInfo.InvariantCulture),
    };
}
