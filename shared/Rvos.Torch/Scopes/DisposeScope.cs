namespace TorchSharp;

/// <summary>Owns every tensor made on its thread while it is the innermost scope, and disposes them with itself.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly HashSet<torch.Tensor> owned = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScope? outer) => Outer = outer;

    internal DisposeScope? Outer { get; }

    /// <summary>Number of tensors held now.</summary>
    public int DisposablesCount => owned.Count;

    /// <summary>Hands a tensor to the enclosing scope, or to nobody when there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        if (disposable is torch.Tensor tensor && owned.Remove(tensor))
        {
            tensor.Owner = null;
            Outer?.Add(tensor);
        }

        return disposable;
    }

    /// <summary>Lets go of a tensor: its holder disposes it.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        if (disposable is torch.Tensor tensor) Forget(tensor);
        return disposable;
    }

    /// <summary>Disposes all held tensors and makes the enclosing scope the current one.</summary>
    public void Dispose()
    {
        DisposeScopeManager.Close(this);
        foreach (var tensor in owned)
        {
            tensor.Owner = null;
            tensor.Dispose();
        }

        owned.Clear();
    }

    internal void Add(torch.Tensor tensor)
    {
        owned.Add(tensor);
        tensor.Owner = this;
    }

    internal void Forget(torch.Tensor tensor)
    {
        owned.Remove(tensor);
        tensor.Owner = null;
    }
}
