using Rvos.Training.Optimisation;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>A network that a run can train: its weights, its pass over clips, and how it is written.</summary>
public interface ITrainableModel : IDisposable
{
    /// <summary>The network, in training mode; its state is what checkpoints hold.</summary>
    nn.Module Network { get; }

    /// <summary>Parameters and their rates. Names are those of <see cref="Network"/>.</summary>
    IReadOnlyList<ParameterGroup> Groups();

    /// <summary>Takes over what fits from a weights file.</summary>
    /// <returns>Number of tensors taken over.</returns>
    int Start(string weightsFile);

    /// <summary>A pass over clips; the result's loss can be back-propagated.</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="plan">How the pass runs.</param>
    /// <param name="clock">Told which phase is at work, or null.</param>
    StepResult Pass(ClipBatch batch, PassPlan plan, StepClock? clock = null);

    /// <summary>The metadata of a weights file of this network, which says how to build and run it.</summary>
    Dictionary<string, string> Metadata();
}
