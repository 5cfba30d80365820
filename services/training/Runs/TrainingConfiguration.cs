using System.Text.Json;
using System.Text.Json.Serialization;
using Rvos.Model.Networks;

namespace Rvos.Training.Runs;

/// <summary>What a run trains and how; read from JSON.</summary>
public sealed record TrainingConfiguration
{
    /// <summary>Name of the model, written into its weights file.</summary>
    public required string Name { get; init; }

    /// <summary>The licence of the weights, written into the file. Required, so that nobody ships weights of unknown terms.</summary>
    public required string Licence { get; init; }

    /// <summary>Backbone. Default ResNet18.</summary>
    public EncoderKind Encoder { get; init; } = EncoderKind.ResNet18;

    /// <summary>Channels after the stem. Default 64.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Channels of the coarsest cell. Default 128.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>One-shot (true, default) or zero-shot.</summary>
    public bool OneShot { get; init; } = true;

    /// <summary>Clips a step. Default 4.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Steps in all. Default 10,000.</summary>
    public long Steps { get; init; } = 10_000;

    /// <summary>Learning rate at its height, after 200 steps of warm-up; it then falls along a cosine to a fiftieth. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>L2 weight decay. Default 1e-5.</summary>
    public double WeightDecay { get; init; } = 1e-5;

    /// <summary>Limit of the gradients' joint norm. Default 2.</summary>
    public double GradientLimit { get; init; } = 2;

    /// <summary>Weight of the cross-entropy beside the soft IoU. Default 0.3; 0 is the paper's loss.</summary>
    public double CrossEntropyWeight { get; init; } = 0.3;

    /// <summary>Decay of the averaged weights, which are what is saved. Default 0.999.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>True computes in bf16 with fp32 weights. Default true.</summary>
    public bool BFloat16 { get; init; } = true;

    /// <summary>"cpu" or "cuda:N". Default cpu.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Seed of weights and clips. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Most objects of a clip; odd steps take this many at most, even steps one. Default 2.</summary>
    public int MaxObjects { get; init; } = 2;

    /// <summary>Input size that the finished model asks for, rows. Default 256.</summary>
    public int InputHeight { get; init; } = 256;

    /// <summary>Input size that the finished model asks for, columns. Default 448.</summary>
    public int InputWidth { get; init; } = 448;

    /// <summary>A weights file to start from, relative to the configuration file; null starts from fresh weights. What fits is taken over.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Stages in the order of their first steps; the first starts at 0.</summary>
    public required IReadOnlyList<TrainingStage> Stages { get; init; }

    /// <summary>Where the clips come from.</summary>
    public required ClipData Data { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    /// <summary>Shape of the network.</summary>
    [JsonIgnore]
    public NetworkOptions Network => new(Encoder, HiddenSize, OneShot, Width);

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InvalidDataException">The file is not such a configuration; the message says where and why.</exception>
    public static TrainingConfiguration Load(string path)
    {
        try
        {
            var read = JsonSerializer.Deserialize<TrainingConfiguration>(File.ReadAllText(path), Json) ?? throw new InvalidDataException($"{path}: empty");
            read.Check();
            return read.InitialWeights is null ? read : read with { InitialWeights = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, read.InitialWeights) };
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>The stage that a step belongs to.</summary>
    public TrainingStage StageOf(long step) => Stages.Last(s => s.FromStep <= step);

    private void Check()
    {
        Network.Validated();
        if (Stages.Count == 0 || Stages[0].FromStep != 0) throw new ArgumentException("stages: the first must start at step 0");
        if (Stages.Zip(Stages.Skip(1)).Any(p => p.First.FromStep >= p.Second.FromStep)) throw new ArgumentException("stages: not in the order of their first steps");
        if (Batch < 1 || Steps < 1 || MaxObjects is < 1 or > 10 || LearningRate <= 0 || GradientLimit <= 0) throw new ArgumentException("batch, steps, maxObjects, learningRate and gradientLimit must be positive (maxObjects at most 10)");
        foreach (var stage in Stages)
            if (stage.Frames < 1 || stage.Height < 32 || stage.Width < 32) throw new ArgumentException("stages: frames, height and width must be at least 1, 32 and 32");
    }
}
