using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Training.Optimisation;
using Rvos.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>An RVOS network in training, one-shot or zero-shot.</summary>
public sealed class TrainableRvos : ITrainableModel
{
    private const string Backbone = "encoder.base.";

    private readonly RvosNetwork network;
    private readonly TrainingConfiguration configuration;

    /// <summary>Fresh weights; seed <c>torch.manual_seed</c> for the same ones.</summary>
    public TrainableRvos(TrainingConfiguration configuration)
    {
        this.configuration = configuration;
        network = (RvosNetwork)NetworkWeights.Build(configuration.Network);
        network.train();
    }

    /// <inheritdoc/>
    public nn.Module Network => network;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups()
    {
        var all = network.named_parameters().Select(p => (p.name, p.parameter)).ToArray();
        if (configuration.BackboneLearningRate is not { } rate) return [new ParameterGroup(all, configuration.LearningRate, configuration.WeightDecay)];
        var backbone = all.Where(p => p.name.StartsWith(Backbone, StringComparison.Ordinal)).ToArray();
        return
        [
            new ParameterGroup(all.Except(backbone).ToArray(), configuration.LearningRate, configuration.WeightDecay),
            new ParameterGroup(backbone.SelectMany(p => Enumerable.Repeat(p, configuration.AsOriginal ? TimesListed(p.name) : 1)).ToArray(), rate, configuration.WeightDecay),
        ];
    }

    /// <inheritdoc/>
    public int Start(string weightsFile) => WeightTransfer.Apply(weightsFile, network);

    /// <inheritdoc/>
    public StepResult Pass(ClipBatch batch, PassPlan plan, StepClock? clock = null)
    {
        var pass = new ClipPass(network, new LossOptions(configuration.CrossEntropyWeight, !configuration.AsOriginal, configuration.Curriculum.AreaWeight, configuration.MatchingWeight), clock);
        return configuration.OneShot ? pass.OneShot(batch, plan) : pass.ZeroShot(batch, new HungarianMatching(configuration.AsOriginal), plan);
    }

    /// <inheritdoc/>
    public Dictionary<string, string> Metadata() =>
        new ModelDescription(configuration.Name, configuration.Network, configuration.Recurrence, configuration.InputHeight, configuration.InputWidth)
        {
            MostObjects = configuration.OneShot ? 0 : Math.Max(configuration.Slots, configuration.MaxObjects),
        }.ToMetadata();

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    // The original lists a layer's parameters again for its blocks and for their convolutions, and updates them as often.
    private static int TimesListed(string name) =>
        name.Contains(".downsample.", StringComparison.Ordinal) ? 4 : name.Contains(".layer", StringComparison.Ordinal) ? 3 : 1;
}
