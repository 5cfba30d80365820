using System.Globalization;
using Rvos.Model.Networks;
using Rvos.Model.S2S;
using Rvos.Model.Sessions;
using Rvos.Weights;

namespace Rvos.Model;

/// <summary>What a weights file says about its network.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Network">Shape.</param>
/// <param name="Recurrence">Recurrences to run it with.</param>
/// <param name="InputHeight">Rows of the frames it wants.</param>
/// <param name="InputWidth">Columns of the frames it wants.</param>
public sealed record ModelDescription(string Name, INetworkShape Network, Recurrence Recurrence, int InputHeight, int InputWidth)
{
    private const int DefaultHeight = 256, DefaultWidth = 448, MaxSide = 4096;

    /// <summary>Objects that a zero-shot network learned to tell apart; it is not asked for more. 0 where the file does not say.</summary>
    public int MostObjects { get; init; }

    /// <summary>True when the network was trained to find the mask from a coarse one: a box, a rough outline, points. <see cref="VideoSession"/> takes such masks of it then.</summary>
    public bool TakesCoarsePrompts { get; init; }

    /// <summary>True when masks are given (one-shot), false when objects are discovered (zero-shot).</summary>
    public bool IsOneShot => Network.UsesMask;

    /// <summary>Reads the metadata of a weights file.</summary>
    /// <param name="metadata">Keys <c>base_model</c>, <c>hidden_size</c>, <c>width</c>, <c>previous_mask</c>; optional <c>name</c>,
    /// <c>input_height</c>, <c>input_width</c>, <c>only_spatial</c>, <c>only_temporal</c>, <c>length_clip</c>, <c>matching</c>, <c>memory_frames</c>, <c>mutual</c>, <c>recalled_features</c>, <c>soft_aggregation</c>, <c>coarse_prompts</c>,
    /// <c>max_objects</c>. S2S networks have <c>architecture</c> and keys of their own.</param>
    /// <param name="fileName">For messages, and the name when the metadata has none.</param>
    /// <exception cref="WeightsFormatException">A value is missing, malformed or not supported; the message names it.</exception>
    public static ModelDescription Read(IReadOnlyDictionary<string, string> metadata, string fileName)
    {
        if (metadata.GetValueOrDefault("format") == "rvos-encoder") throw new WeightsFormatException($"{fileName}: an encoder to start training from (initialWeights), no model");
        if (S2sMetadata.IsThere(metadata)) return Describe(S2sMetadata.Read(metadata, fileName), Recurrence.Temporal);
        if (metadata.TryGetValue("architecture", out var architecture) && architecture != "rvos") throw new WeightsFormatException($"{fileName}: unknown architecture '{architecture}'");
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
            var network = new NetworkOptions(encoder, Number("hidden_size", 128), usesMask, Number("width", 64), Flag("matching"), Number("memory_frames", 0), Flag("mutual"), Flag("recalled_features"), Flag("soft_aggregation")).Validated();
            return Describe(network, recurrence) with
            {
                MostObjects = usesMask ? 0 : Number("max_objects", 0),
                TakesCoarsePrompts = usesMask && Flag("coarse_prompts"),
            };
        }
        catch (ArgumentException error)
        {
            throw new WeightsFormatException($"{fileName}: {error.Message}", error);
        }

        ModelDescription Describe(INetworkShape network, Recurrence recurrence) => new(
            metadata.GetValueOrDefault("name") ?? Path.GetFileNameWithoutExtension(fileName), network, recurrence, Side("input_height", DefaultHeight, network), Side("input_width", DefaultWidth, network));

        string Text(string key) => metadata.GetValueOrDefault(key) ?? throw new WeightsFormatException($"{fileName}: the metadata has no '{key}'");

        int Number(string key, int otherwise) => !metadata.TryGetValue(key, out var text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
            : throw new WeightsFormatException($"{fileName}: {key} '{text}' is not a number");

        int Side(string key, int otherwise, INetworkShape network)
        {
            if (Number(key, otherwise) is not (var side and >= 32 and <= MaxSide)) throw new WeightsFormatException($"{fileName}: {key} must be within 32..{MaxSide}");
            return side % network.SideStep == 0 ? side : throw new WeightsFormatException($"{fileName}: {key} {side} is not a multiple of {network.SideStep}");
        }

        bool Flag(string key, bool required = false) => (required ? Text(key) : metadata.GetValueOrDefault(key, "false")) switch
        {
            "true" => true,
            "false" => false,
            var other => throw new WeightsFormatException($"{fileName}: {key} '{other}' is neither true nor false"),
        };
    }

    /// <summary>The metadata that <see cref="Read"/> reads back.</summary>
    public Dictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "rvos",
            ["name"] = Name,
            ["previous_mask"] = Network.UsesMask ? "true" : "false",
            ["input_height"] = InputHeight.ToString(CultureInfo.InvariantCulture),
            ["input_width"] = InputWidth.ToString(CultureInfo.InvariantCulture),
        };
        if (Network is S2sOptions s2s) S2sMetadata.Write(s2s, metadata);
        else if (Network is NetworkOptions rvos) Write(rvos, metadata);
        return metadata;
    }

    private void Write(NetworkOptions network, Dictionary<string, string> metadata)
    {
        metadata["base_model"] = network.Encoder.ToString().ToLowerInvariant();
        metadata["hidden_size"] = network.HiddenSize.ToString(CultureInfo.InvariantCulture);
        metadata["width"] = network.Width.ToString(CultureInfo.InvariantCulture);
        metadata["kernel_size"] = "3";
        if (network.Matching) metadata["matching"] = "true";
        if (network.MemoryFrames > 0) metadata["memory_frames"] = network.MemoryFrames.ToString(CultureInfo.InvariantCulture);
        if (network.Mutual) metadata["mutual"] = "true";
        if (network.Features) metadata["recalled_features"] = "true";
        if (network.SoftAggregation) metadata["soft_aggregation"] = "true";
        if (MostObjects > 0) metadata["max_objects"] = MostObjects.ToString(CultureInfo.InvariantCulture);
        if (TakesCoarsePrompts) metadata["coarse_prompts"] = "true";
        metadata["skip_mode"] = "concat";
        metadata["only_spatial"] = Recurrence == Recurrence.Spatial ? "true" : "false";
        metadata["only_temporal"] = Recurrence == Recurrence.Temporal ? "true" : "false";
        metadata["length_clip"] = Recurrence == Recurrence.Spatial && !network.UsesMask ? "1" : "5";
    }
}
