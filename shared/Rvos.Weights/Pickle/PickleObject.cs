namespace Rvos.Weights;

/// <summary>An object with attributes: <c>argparse.Namespace</c> is the only type that is read.</summary>
public sealed class PickleObject : PickleValue
{
    internal PickleObject(string typeName) => TypeName = typeName;

    /// <summary>Python's full name of the type.</summary>
    public string TypeName { get; }

    /// <summary>The attributes in order of assignment; keys are strings.</summary>
    public PickleMapping Attributes { get; } = new(isOrderedDict: false);

    /// <inheritdoc/>
    public override string Kind => TypeName;

    internal override IEnumerable<PickleValue> Children => [Attributes];
}
