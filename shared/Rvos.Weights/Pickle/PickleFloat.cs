namespace Rvos.Weights;

/// <summary>A Python float: any double, NaN and infinities included.</summary>
public sealed class PickleFloat : PickleValue
{
    internal PickleFloat(double value) => Value = value;

    /// <summary>The value.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override string Kind => "float";
}
