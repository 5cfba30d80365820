using System.Text.Json.Serialization;
using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Training.Curricula;

namespace Rvos.Training.Runs;

/// <summary>What a run trains and how; read from JSON.</summary>
public sealed record TrainingConfiguration
{
    private const double LeastRate = 0.02;

    /// <summary>Name of the model, written into its weights file.</summary>
    public required string Name { get; init; }

    /// <summary>The licence of the weights, written into the file. Required, so that nobody ships weights of unknown terms.</summary>
    public required string Licence { get; init; }

    /// <summary>The network. Default rvos; s2s and s2s++ have a VGG-16 of <see cref="Width"/>, and settings of their own in <see cref="S2s"/>.</summary>
    public Architecture Architecture { get; init; }

    /// <summary>Settings of S2S networks.</summary>
    public S2sSettings S2s { get; init; } = new();

    /// <summary>Backbone of rvos. Default ResNet18.</summary>
    public EncoderKind Encoder { get; init; } = EncoderKind.ResNet18;

    /// <summary>Channels after the stem. Default 64.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Channels of the coarsest cell. Default 128.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>True: rvos also matches masks by appearance (<see cref="MaskMatcher"/>). One-shot only. Default false.</summary>
    public bool Matching { get; init; }

    /// <summary>Past frames in which matching looks beside the given one (<see cref="MemoryRule"/>), 0 to 16. With <see cref="Matching"/> only. Default 0.</summary>
    public int MemoryFrames { get; init; }

    /// <summary>True: matching in the given and the remembered frames counts a pair of places by how nearly each is the other's best match. With <see cref="Matching"/> only. Default false.</summary>
    public bool MutualMatching { get; init; }

    /// <summary>True: of the given and the remembered frames the object's hidden map at stride 8 is recalled too. With <see cref="MemoryFrames"/> or <see cref="MutualMatching"/> only. Default
    /// false.</summary>
    public bool RecalledFeatures { get; init; }

    /// <summary>True: the objects of a frame share its pixels out among them and the background (<see cref="Rvos.Model.Networks.SoftAggregation"/>), in training and in sessions. One-shot only.
    /// Default false.</summary>
    public bool SoftAggregation { get; init; }

    /// <summary>Weight of the matched masks' own cross-entropy. Default 0.5.</summary>
    public double MatchingWeight { get; init; } = 0.5;

    /// <summary>One-shot (true, default) or zero-shot.</summary>
    public bool OneShot { get; init; } = true;

    /// <summary>Clips a step. Default 4.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Steps in all. Default 10,000.</summary>
    public long Steps { get; init; } = 10_000;

    /// <summary>Learning rate at its height, after the warm-up. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Learning rate of the backbone's parameters; null, the default, for that of all others.</summary>
    public double? BackboneLearningRate { get; init; }

    /// <summary>Course of the learning rate. Default <see cref="RateSchedule.Cosine"/>.</summary>
    public RateSchedule Rate { get; init; } = RateSchedule.Cosine;

    /// <summary>Steps in which the rate rises along a line. Default 200.</summary>
    public int WarmUpSteps { get; init; } = 200;

    /// <summary>True trains as the original code does: statistics of each frame on their own, backbone parameters updated three or four times a step,
    /// zero-shot objects only matched to the slots of present objects. Default false.</summary>
    public bool AsOriginal { get; init; }

    /// <summary>Recurrences. Default both.</summary>
    public Recurrence Recurrence { get; init; } = Recurrence.SpatioTemporal;

    /// <summary>Object slots of zero-shot networks: those that a loss can fall on. Default 0: as many as the richest clip of a step has objects.</summary>
    public int Slots { get; init; }

    /// <summary>L2 weight decay. Default 1e-5.</summary>
    public double WeightDecay { get; init; } = 1e-5;

    /// <summary>Limit of the gradients' joint norm; 0 for none. Default 2.</summary>
    public double GradientLimit { get; init; } = 2;

    /// <summary>Weight of the cross-entropy beside the soft IoU. Default 0.3; 0 is the paper's loss.</summary>
    public double CrossEntropyWeight { get; init; } = 0.3;

    /// <summary>In the cross-entropy pixels within two of a boundary count one more than this many times. Of rvos, with <see cref="CrossEntropyWeight"/> only. Default 0.</summary>
    public double BoundaryWeight { get; init; }

    /// <summary>Decay of the averaged weights, which are what is validated and exported; 0 for the weights themselves. Default 0.999.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>True computes in bf16 with fp32 weights. Default true.</summary>
    public bool BFloat16 { get; init; } = true;

    /// <summary>"cpu" or "cuda:N". Default cpu.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Seed of weights and clips. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Most objects of a clip. Default 2.</summary>
    public int MaxObjects { get; init; } = 2;

    /// <summary>True, the default: even steps follow one object only, odd steps up to <see cref="MaxObjects"/>.</summary>
    public bool AlternateObjects { get; init; } = true;

    /// <summary>Steps from one saved state to the next. Default 250.</summary>
    public int SaveEvery { get; init; } = 250;

    /// <summary>Steps from one line of the log to the next. Default 50.</summary>
    public int ReportEvery { get; init; } = 50;

    /// <summary>What changes in the course of the run.</summary>
    public CurriculumOptions Curriculum { get; init; } = new();

    /// <summary>How the run is judged.</summary>
    public ValidationOptions Validation { get; init; } = new();

    /// <summary>Input size that the finished model asks for, rows. Default 256.</summary>
    public int InputHeight { get; init; } = 256;

    /// <summary>Input size that the finished model asks for, columns. Default 448.</summary>
    public int InputWidth { get; init; } = 448;

    /// <summary>A weights file to start from, relative to the configuration file; null starts from fresh weights. What fits is taken over; it is an error
    /// if nothing does.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Stages in the order of their first steps; the first starts at 0.</summary>
    public required IReadOnlyList<TrainingStage> Stages { get; init; }

    /// <summary>Where the clips come from.</summary>
    public required ClipData Data { get; init; }

    /// <summary>Shape of the network.</summary>
    [JsonIgnore]
    public NetworkOptions Network => new(Encoder, HiddenSize, OneShot, Width, Matching, MemoryFrames, MutualMatching, RecalledFeatures, SoftAggregation);

    /// <summary>Reads and checks a file; what it leaves out comes from the preset it names, if any.</summary>
    /// <exception cref="InvalidDataException">The file is not such a configuration; the message says where and why.</exception>
    public static TrainingConfiguration Load(string path) => ConfigurationFile.Read(path);

    /// <summary>The stage that a step belongs to.</summary>
    public TrainingStage StageOf(long step) => Stages.Last(s => s.FromStep <= step);

    /// <summary>The same run with another number of steps; stages begin at the same share of it.</summary>
    /// <exception cref="ArgumentException">There are too few steps for the stages.</exception>
    public TrainingConfiguration WithSteps(long steps)
    {
        var changed = this with { Steps = steps, Stages = Stages.Select(s => s with { FromStep = (long)Math.Round((double)s.FromStep * steps / Steps) }).ToArray() };
        changed.Check();
        return changed;
    }

    /// <summary>Clips a step of a stage.</summary>
    public int BatchOf(TrainingStage stage) => stage.Batch ?? Batch;

    /// <summary>The curriculum of the run.</summary>
    public Curriculum CreateCurriculum() => new(Curriculum, Steps, Recurrence);

    /// <summary>Factor of the learning rate in a step.</summary>
    public double RateFactor(long step) => (WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / WarmUpSteps))
        * (Rate == RateSchedule.Constant ? 1 : LeastRate + (1 - LeastRate) * 0.5 * (1 + Math.Cos(Math.PI * step / Steps)));

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Check() => ConfigurationChecks.Check(this);
}
