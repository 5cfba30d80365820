namespace Rvos.Weights;

/// <summary>A Python 3 <c>bytes</c> object.</summary>
public sealed class PickleBytes : PickleValue
{
    internal PickleBytes(ReadOnlyMemory<byte> value) => Value = value;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <inheritdoc/>
    public override string Kind => "bytes";
}
