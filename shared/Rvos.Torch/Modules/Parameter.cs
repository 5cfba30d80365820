namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns: a leaf that records gradients and belongs to no scope.</summary>
public sealed class Parameter : torch.Tensor
{
    /// <summary>Wraps a tensor's elements as a leaf.</summary>
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(Native.rt_detach(data.Handle))
    {
        DetachFromDisposeScope();
        this.requires_grad = requires_grad;
    }
}
