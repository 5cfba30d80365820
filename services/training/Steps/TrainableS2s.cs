using Rvos.Model;
using Rvos.Model.S2S;
using Rvos.Training.Optimisation;
using Rvos.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>An S2S or S2S++ network in training.</summary>
public sealed class TrainableS2s : ITrainableModel
{
    private const string Backbone = ".vgg_backbone.";

    private readonly S2sNetwork network;
    private readonly TrainingConfiguration configuration;

    /// <summary>Fresh weights; seed <c>torch.manual_seed</c> for the same ones.</summary>
    public TrainableS2s(TrainingConfiguration configuration)
    {
        this.configuration = configuration;
        network = (S2sNetwork)NetworkWeights.Build(configuration.S2s.Network(configuration.Architecture, configuration.Width));
        network.train();
    }

    /// <inheritdoc/>
    public nn.Module Network => network;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups()
    {
        var all = network.named_parameters().Select(p => (p.name, p.parameter)).ToArray();
        if (configuration.BackboneLearningRate is not { } rate) return [new ParameterGroup(all, configuration.LearningRate, configuration.WeightDecay)];
        var backbone = all.Where(p => p.name.Contains(Backbone, StringComparison.Ordinal)).ToArray();
        return [new ParameterGroup(all.Except(backbone).ToArray(), configuration.LearningRate, configuration.WeightDecay), new ParameterGroup(backbone, rate, configuration.WeightDecay)];
    }

    /// <inheritdoc/>
    public int Start(string weightsFile) => WeightTransfer.Apply(weightsFile, network);

    /// <inheritdoc/>
    public StepResult Pass(ClipBatch batch, PassPlan plan, StepClock? clock = null) => new S2sPass(network, configuration.S2s.Loss, clock).Run(batch, plan.LeastArea);

    /// <inheritdoc/>
    public Dictionary<string, string> Metadata() =>
        new ModelDescription(configuration.Name, network.Options, Recurrence.Temporal, configuration.InputHeight, configuration.InputWidth).ToMetadata();

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();
}
