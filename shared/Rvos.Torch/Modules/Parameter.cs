namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns: a leaf that records gradients.</summary>
public sealed class Parameter : torch.Tensor
{
    /// <summary>Takes over a tensor, which must be a leaf and cannot be used afterwards. The parameter belongs to the tensor's scope.</summary>
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(data)
    {
        this.requires_grad = requires_grad;
    }
}
