using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model;

/// <summary>What no spelling of a call makes the same in all versions of TorchSharp.</summary>
public static class TorchCompatibility
{
#if TORCHSHARP_GRADIENT_METHOD
    /// <summary>The gradient that backward left, or null.</summary>
    public static Tensor? Gradient(Tensor tensor) => tensor.grad();

    /// <summary>Sets the gradient to zero: before 0.102.5 it cannot be taken away.</summary>
    public static void ForgetGradient(Tensor tensor)
    {
        using var gradient = tensor.grad();
        gradient?.zero_().Dispose();
    }
#else
    /// <summary>The gradient that backward left, or null.</summary>
    public static Tensor? Gradient(Tensor tensor) => tensor.grad;

    /// <summary>Takes the gradient away.</summary>
    public static void ForgetGradient(Tensor tensor) => tensor.grad = null;
#endif
}
