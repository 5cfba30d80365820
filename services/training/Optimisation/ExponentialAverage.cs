using Rvos.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Optimisation;

/// <summary>An exponential moving average of a network's parameters and statistics: a + (1 - decay)(w - a) after each step.
/// Early on the decay is min(decay, (1 + n) / (10 + n)), so that the first weights are soon forgotten.</summary>
public sealed class ExponentialAverage : IDisposable
{
    private readonly IReadOnlyList<(string Name, Tensor Source, Tensor Average)> entries;

    /// <summary>Starts from the network's present weights.</summary>
    public ExponentialAverage(nn.Module network, double decay)
    {
        using var scope = NewDisposeScope();
        Decay = decay;
        entries = network.state_dict().Select(e => (e.Key, e.Value, e.Value.detach().clone().DetachFromDisposeScope())).ToList();
    }

    /// <summary>Share of the old average that stays.</summary>
    public double Decay { get; }

    /// <summary>Averaged tensors under the network's names. They stay this object's.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() => entries.Select(e => (e.Name, e.Average));

    /// <summary>Takes in the weights after step <paramref name="step"/>, from 1.</summary>
    public void Update(long step)
    {
        using var noGrad = no_grad();
        var share = 1 - Math.Min(Decay, (1.0 + step) / (10 + step));
        foreach (var (_, source, average) in entries)
        {
            using var scope = NewDisposeScope();
            var difference = source - average;
            average.AddInPlace(difference, share);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, average) in entries) average.Dispose();
    }
}
