namespace Rvos.Weights;

/// <summary>A Python list.</summary>
public sealed class PickleList : PickleValue
{
    private readonly List<PickleValue> items = [];

    /// <summary>The items in order.</summary>
    public IReadOnlyList<PickleValue> Items => items;

    /// <inheritdoc/>
    public override string Kind => "list";

    internal override IEnumerable<PickleValue> Children => items;

    internal void Add(PickleValue item) => items.Add(item);
}
