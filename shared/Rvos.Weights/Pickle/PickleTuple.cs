namespace Rvos.Weights;

/// <summary>A Python tuple (a <c>torch.Size</c> too).</summary>
public sealed class PickleTuple : PickleValue
{
    internal PickleTuple(IReadOnlyList<PickleValue> items) => Items = items;

    /// <summary>The items in order.</summary>
    public IReadOnlyList<PickleValue> Items { get; }

    /// <inheritdoc/>
    public override string Kind => "tuple";

    internal override IEnumerable<PickleValue> Children => Items;
}
