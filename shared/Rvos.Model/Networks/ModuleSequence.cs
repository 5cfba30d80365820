using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>Modules under the names 0, 1, 2 …, applied in order.</summary>
/// <typeparam name="TModule">Type of the modules.</typeparam>
public sealed class ModuleSequence<TModule> : nn.Module<Tensor, Tensor> where TModule : nn.Module<Tensor, Tensor>
{
    /// <summary>A sequence of given modules under their own indices.</summary>
    public ModuleSequence(IEnumerable<(int Index, TModule Module)> modules)
        : base(nameof(ModuleSequence<TModule>))
    {
        var list = modules.ToList();
        foreach (var (index, module) in list) register_module(index.ToString(), module);
        Items = list.Select(m => m.Module).ToList();
    }

    /// <summary>A sequence of given modules.</summary>
    public ModuleSequence(IEnumerable<TModule> modules)
        : this(modules.Select((m, i) => (i, m)))
    {
    }

    /// <summary>The modules in order.</summary>
    public IReadOnlyList<TModule> Items { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Items.Aggregate(input, (x, module) => module.forward(x));
}
