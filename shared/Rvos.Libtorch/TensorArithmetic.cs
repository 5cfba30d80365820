using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Libtorch;

/// <summary>
/// Operators of tensors and numbers that hold their numbers until libtorch has read them. TorchSharp 0.107 wraps each number in an object with a finalizer
/// (<see cref="Scalar"/>) that nothing refers to during the native call, also the factor 1 of <c>tensor + tensor</c>: a garbage collection in that moment frees what
/// libtorch is about to read. TorchSharp's own forms of these operators are therefore banned symbols. Results are the same bit for bit; shapes broadcast as in libtorch.
/// </summary>
public static class TensorArithmetic
{
    // Never collected.
    private static readonly Scalar One = 1L.ToScalar();

    /// <summary>left + right.</summary>
    public static Tensor Add(this Tensor left, Tensor right) => Of(left).add(right, One);

    /// <summary>left + right.</summary>
    public static Tensor Add(this Tensor left, double right)
    {
        using var number = right.ToScalar();
        return Of(left).add(number, One);
    }

    /// <summary>Adds to a tensor itself.</summary>
    public static Tensor AddInPlace(this Tensor left, Tensor right) => Of(left).add_(right, One);

    /// <summary>Adds factor · right to a tensor itself.</summary>
    public static Tensor AddInPlace(this Tensor left, Tensor right, double factor)
    {
        using var number = factor.ToScalar();
        return Of(left).add_(right, number);
    }

    /// <summary>Adds a number to a tensor itself.</summary>
    public static Tensor AddInPlace(this Tensor left, double right)
    {
        using var number = right.ToScalar();
        return Of(left).add_(number, One);
    }

    /// <summary>left - right.</summary>
    public static Tensor SubtractFrom(this Tensor right, double left) => right.Multiply(-1).Add(left);

    /// <summary>left · right.</summary>
    public static Tensor Multiply(this Tensor left, double right)
    {
        using var number = right.ToScalar();
        return Of(left).mul(number);
    }

    /// <summary>Multiplies a tensor itself.</summary>
    public static Tensor MultiplyInPlace(this Tensor left, double right)
    {
        using var number = right.ToScalar();
        return Of(left).mul_(number);
    }

    /// <summary>left / right.</summary>
    public static Tensor Divide(this Tensor left, double right)
    {
        using var number = right.ToScalar();
        return Of(left).div(number);
    }

    /// <summary>Divides a tensor itself.</summary>
    public static Tensor DivideInPlace(this Tensor left, double right)
    {
        using var number = right.ToScalar();
        return Of(left).div_(number);
    }

    /// <summary>Each value to the power of an exponent.</summary>
    public static Tensor Pow(this Tensor values, double exponent)
    {
        using var number = exponent.ToScalar();
        return Of(values).pow(number);
    }

    /// <summary>Each value brought between two numbers.</summary>
    public static Tensor Clamp(this Tensor values, double least, double most)
    {
        using var low = least.ToScalar();
        using var high = most.ToScalar();
        return Of(values).clamp(low, high);
    }

    /// <summary>True where a value is greater than a number.</summary>
    public static Tensor GreaterThan(this Tensor values, double number)
    {
        using var limit = number.ToScalar();
        return Of(values).gt(limit);
    }

    /// <summary>True where a value is a number or greater.</summary>
    public static Tensor GreaterOrEqual(this Tensor values, double number)
    {
        using var limit = number.ToScalar();
        return Of(values).ge(limit);
    }

    /// <summary>The values, and a number where the mask is true.</summary>
    public static Tensor MaskedFill(this Tensor values, Tensor mask, double number)
    {
        using var filling = number.ToScalar();
        return Of(values).masked_fill(mask, filling);
    }

    /// <summary>Adds factor · first · second to a tensor itself.</summary>
    public static Tensor AddProductInPlace(this Tensor left, Tensor first, Tensor second, double factor)
    {
        using var number = factor.ToScalar();
        return Of(left).addcmul_(first, second, number);
    }

    /// <summary>Adds factor · numerator / denominator to a tensor itself.</summary>
    public static Tensor AddQuotientInPlace(this Tensor left, Tensor numerator, Tensor denominator, double factor)
    {
        using var number = factor.ToScalar();
        return Of(left).addcdiv_(numerator, denominator, number);
    }

    private static Tensor Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }
}
