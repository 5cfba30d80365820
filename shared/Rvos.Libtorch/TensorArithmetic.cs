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
    public static Tensor Add(this Tensor left, Tensor right) => Checked(left).add(right, One);

    /// <summary>left + right.</summary>
    public static Tensor Add(this Tensor left, double right) => With(left, right, static (tensor, number) => tensor.add(number, One));

    /// <summary>Adds to a tensor itself.</summary>
    public static Tensor AddInPlace(this Tensor left, Tensor right) => Checked(left).add_(right, One);

    /// <summary>Adds factor · right to a tensor itself.</summary>
    public static Tensor AddInPlace(this Tensor left, Tensor right, double factor) => With(left, factor, (tensor, number) => tensor.add_(right, number));

    /// <summary>Adds a number to a tensor itself.</summary>
    public static Tensor AddInPlace(this Tensor left, double right) => With(left, right, static (tensor, number) => tensor.add_(number, One));

    /// <summary>left - right.</summary>
    public static Tensor SubtractFrom(this Tensor right, double left) => Checked(right).neg().Add(left);

    /// <summary>left · right.</summary>
    public static Tensor Multiply(this Tensor left, double right) => With(left, right, static (tensor, number) => tensor.mul(number));

    /// <summary>Multiplies a tensor itself.</summary>
    public static Tensor MultiplyInPlace(this Tensor left, double right) => With(left, right, static (tensor, number) => tensor.mul_(number));

    /// <summary>left / right.</summary>
    public static Tensor Divide(this Tensor left, double right) => With(left, right, static (tensor, number) => tensor.div(number));

    /// <summary>Divides a tensor itself.</summary>
    public static Tensor DivideInPlace(this Tensor left, double right) => With(left, right, static (tensor, number) => tensor.div_(number));

    /// <summary>Each value to the power of an exponent.</summary>
    public static Tensor Pow(this Tensor values, double exponent) => With(values, exponent, static (tensor, number) => tensor.pow(number));

    /// <summary>Each value brought between two numbers.</summary>
    public static Tensor Clamp(this Tensor values, double least, double most)
    {
        using var high = most.ToScalar();
        return With(values, least, (tensor, low) => tensor.clamp(low, high));
    }

    /// <summary>True where a value is greater than a number.</summary>
    public static Tensor GreaterThan(this Tensor values, double limit) => With(values, limit, static (tensor, number) => tensor.gt(number));

    /// <summary>True where a value is a number or greater.</summary>
    public static Tensor GreaterOrEqual(this Tensor values, double limit) => With(values, limit, static (tensor, number) => tensor.ge(number));

    /// <summary>The values, and a number where the mask is true.</summary>
    public static Tensor MaskedFill(this Tensor values, Tensor mask, double filling) => With(values, filling, (tensor, number) => tensor.masked_fill(mask, number));

    /// <summary>Adds factor · first · second to a tensor itself.</summary>
    public static Tensor AddProductInPlace(this Tensor left, Tensor first, Tensor second, double factor) =>
        With(left, factor, (tensor, number) => tensor.addcmul_(first, second, number));

    /// <summary>Adds factor · numerator / denominator to a tensor itself.</summary>
    public static Tensor AddQuotientInPlace(this Tensor left, Tensor numerator, Tensor denominator, double factor) =>
        With(left, factor, (tensor, number) => tensor.addcdiv_(numerator, denominator, number));

    // The disposal at the end keeps the number alive until then.
    private static Tensor With(Tensor tensor, double value, Func<Tensor, Scalar, Tensor> compute)
    {
        using var number = value.ToScalar();
        return compute(Checked(tensor), number);
    }

    private static Tensor Checked(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }
}
