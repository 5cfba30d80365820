using System.Text.Json.Serialization;
using Rvos.Model.S2S;

namespace Rvos.Training.Runs;

/// <summary>What only runs of S2S networks have. The network's width is the configuration's; it follows given objects, and reads no previous masks: <c>previousMask</c> of
/// the stages has no effect.</summary>
public sealed record S2sSettings
{
    /// <summary>Skip connections with a ConvLSTM, S2S++ only: 0, 1 (stride 16) or 2 (strides 16 and 8). Default 2.</summary>
    public int? SkipMemories { get; init; }

    /// <summary>S2S++ only: false takes the skip connections away, which leaves no place for memories in them. Default true.</summary>
    public bool? SkipConnections { get; init; }

    /// <summary>S2S++ only: false takes the distance classes away. Default true.</summary>
    public bool? Distances { get; init; }

    /// <summary>Pixels from an object's border up to which distance classes tell distances apart. Default 20.</summary>
    public int Border { get; init; } = 20;

    /// <summary>Pixels of distance to a class. Default 1.</summary>
    public int Bin { get; init; } = 1;

    /// <summary>Channels inside the encoder's head, in units of the width. Default 64; the authors' code has 3136.</summary>
    public int HeadFactor { get; init; } = 64;

    /// <summary>Channels inside the initialiser's head, in units of the width. Default 64, as in the authors' code.</summary>
    public int InitialiserFactor { get; init; } = 64;

    /// <summary>Weight of the balanced cross-entropy of the mask. Default 0.6, as in the authors' code.</summary>
    public double BalancedWeight { get; init; } = 0.6;

    /// <summary>Weight λ of the cross-entropy of the distance classes. Default 0.2, as in the authors' code.</summary>
    public double DistanceWeight { get; init; } = 0.2;

    /// <summary>Weight of the Jaccard term, which the paper does not have. Default 0.2, as in the authors' code.</summary>
    public double JaccardWeight { get; init; } = 0.2;

    /// <summary>The loss.</summary>
    [JsonIgnore]
    public S2sLoss Loss => new(BalancedWeight, DistanceWeight, JaccardWeight);

    /// <summary>Shape of the network.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or S2S is asked for with parts of S2S++; the message says which.</exception>
    public S2sOptions Network(Architecture architecture, int width)
    {
        if (BalancedWeight < 0 || DistanceWeight < 0 || JaccardWeight < 0 || BalancedWeight + JaccardWeight == 0) throw new ArgumentException("s2s: weights must not be negative, and the mask's not all zero");
        if (architecture == Architecture.S2s && (SkipMemories ?? 0, SkipConnections ?? false, Distances ?? false) != (0, false, false))
            throw new ArgumentException("s2s: skipMemories, skipConnections and distances are parts of the architecture s2s++");
        var plain = S2sOptions.Plain with { Width = width, Border = Border, Bin = Bin, HeadFactor = HeadFactor, InitialiserFactor = InitialiserFactor };
        if (architecture == Architecture.S2s) return plain.Validated();
        return (plain with { SkipMemories = SkipMemories ?? 2, HasSkips = SkipConnections ?? true, HasDistances = Distances ?? true }).Validated();
    }

    /// <summary>Checks a run of such a network.</summary>
    /// <exception cref="ArgumentException">Something does not fit; the message says what.</exception>
    public void Check(TrainingConfiguration configuration)
    {
        var step = Network(configuration.Architecture, configuration.Width).SideStep;
        if (!configuration.OneShot || configuration.AsOriginal) throw new ArgumentException("s2s follows given objects (oneShot), and asOriginal is for rvos");
        if (configuration.InputHeight % step != 0 || configuration.InputWidth % step != 0) throw new ArgumentException($"inputHeight and inputWidth must be multiples of {step} for s2s");
        foreach (var stage in configuration.Stages)
            if (stage.Frames < 2 || stage.Height % step != 0 || stage.Width % step != 0) throw new ArgumentException($"stages: s2s needs 2 frames or more, and heights and widths that are multiples of {step}");
    }
}
