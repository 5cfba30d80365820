using System.Numerics;

namespace Rvos.Weights;

/// <summary>A Python integer of up to <see cref="PickleLimits.MaxIntegerBytes"/> bytes.</summary>
public sealed class PickleInteger : PickleValue
{
    internal PickleInteger(BigInteger value) => Value = value;

    /// <summary>The value.</summary>
    public BigInteger Value { get; }

    /// <inheritdoc/>
    public override string Kind => "int";

    /// <summary>The value as 64 bits.</summary>
    /// <param name="value">The value when it fits.</param>
    /// <returns>False when it does not fit.</returns>
    public bool TryGetInt64(out long value)
    {
        var fits = Value >= long.MinValue && Value <= long.MaxValue;
        value = fits ? (long)Value : 0;
        return fits;
    }
}
