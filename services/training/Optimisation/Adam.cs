using Rvos.Libtorch;
using Rvos.Model;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Rvos.Training.Optimisation;

/// <summary>Adam (Kingma and Ba 2015) with L2 weight decay in the gradient; β 0.9 and 0.999, ε 1e-8 added after bias correction.
/// Its whole state can be saved, so that a resumed run takes the same steps.</summary>
public sealed class Adam : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly IReadOnlyList<ParameterGroup> groups;
    private readonly Dictionary<string, Moments> moments = [];

    /// <summary>An optimiser over groups; names must be unique but for a parameter listed again.</summary>
    public Adam(IReadOnlyList<ParameterGroup> groups)
    {
        this.groups = groups;
        foreach (var (name, parameter) in groups.SelectMany(g => g.Parameters)) moments.TryAdd(name, new Moments(parameter));
    }

    /// <summary>One update from the parameters' gradients, each group's rate times <paramref name="rateFactor"/>. Parameters without a gradient stay.</summary>
    public void Step(double rateFactor = 1)
    {
        using var noGrad = no_grad();
        foreach (var group in groups)
        {
            foreach (var (name, parameter) in group.Parameters)
            {
                using var scope = NewDisposeScope();
                if (parameter.grad is { } gradient) Update(parameter, gradient, moments[name], group.LearningRate * rateFactor, group.WeightDecay);
            }
        }
    }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var (_, parameter) in groups.SelectMany(g => g.Parameters)) parameter.grad = null;
    }

    /// <summary>Scales all gradients so that their joint norm is at most <paramref name="limit"/>; they stay where it is not finite.</summary>
    /// <returns>The norm before.</returns>
    public double ClipGradients(double limit)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var gradients = groups.SelectMany(g => g.Parameters).DistinctBy(p => p.Name).Select(p => p.Parameter.grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0) return 0;
        var norm = stack(gradients.Select(g => g.norm())).norm().cpu().item<float>();
        if (norm > limit && double.IsFinite(norm))
            foreach (var gradient in gradients) gradient.MultiplyInPlace(limit / norm);
        return norm;
    }

    /// <summary>The moments as named tensors: <c>NAME.first</c>, <c>NAME.second</c> and <c>NAME.steps</c>. They stay the optimiser's.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() =>
        moments.SelectMany(m => new[] { ($"{m.Key}.first", m.Value.First), ($"{m.Key}.second", m.Value.Second), ($"{m.Key}.steps", m.Value.Steps) });

    /// <summary>Forgets all moments, as a new optimiser.</summary>
    public void Reset()
    {
        using var noGrad = no_grad();
        foreach (var (_, value) in State()) value.zero_();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in moments.Values) entry.Dispose();
    }

    private static void Update(Parameter parameter, Tensor gradient, Moments state, double rate, double weightDecay)
    {
        var g = weightDecay == 0 ? gradient : gradient.clone().AddInPlace(parameter, weightDecay);
        var step = state.Steps.data<long>()[0] + 1;
        state.Steps.data<long>()[0] = step;
        state.First.MultiplyInPlace(Beta1).AddInPlace(g, 1 - Beta1);
        state.Second.MultiplyInPlace(Beta2).AddProductInPlace(g, g, 1 - Beta2);
        var denominator = state.Second.sqrt().DivideInPlace(Math.Sqrt(1 - Math.Pow(Beta2, step))).AddInPlace(Epsilon);
        parameter.AddQuotientInPlace(state.First, denominator, -rate / (1 - Math.Pow(Beta1, step)));
    }

    private sealed class Moments : IDisposable
    {
        internal Moments(Parameter parameter)
        {
            First = zeros(parameter.shape, parameter.dtype, parameter.device).DetachFromDisposeScope();
            Second = zeros(parameter.shape, parameter.dtype, parameter.device).DetachFromDisposeScope();
            Steps = zeros([1], ScalarType.Int64).DetachFromDisposeScope();
        }

        internal Tensor First { get; }

        internal Tensor Second { get; }

        internal Tensor Steps { get; }

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
            Steps.Dispose();
        }
    }
}
