namespace TorchSharp;

/// <summary>A number that keeps whether it was whole, as libtorch's type promotion asks for it.</summary>
public readonly struct Scalar : IEquatable<Scalar>
{
    internal readonly double Real;
    internal readonly long Whole;
    internal readonly int Tag;

    private Scalar(double real, long whole, int tag) => (Real, Whole, Tag) = (real, whole, tag);

    /// <summary>A double.</summary>
    public static implicit operator Scalar(double value) => new(value, 0, 0);
    /// <summary>A single.</summary>
    public static implicit operator Scalar(float value) => new(value, 0, 0);
    /// <summary>A 64-bit integer.</summary>
    public static implicit operator Scalar(long value) => new(value, value, 1);
    /// <summary>A 32-bit integer.</summary>
    public static implicit operator Scalar(int value) => new(value, value, 1);
    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, value ? 1 : 0, 2);

    /// <inheritdoc/>
    public bool Equals(Scalar other) => Real.Equals(other.Real) && Whole == other.Whole && Tag == other.Tag;
    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);
    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Real, Whole, Tag);
    /// <summary>Same value and kind.</summary>
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);
    /// <summary>Another value or kind.</summary>
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);
}
