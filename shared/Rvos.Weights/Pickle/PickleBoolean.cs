namespace Rvos.Weights;

/// <summary>Python's <c>True</c> or <c>False</c>.</summary>
public sealed class PickleBoolean : PickleValue
{
    private PickleBoolean(bool value) => Value = value;

    /// <summary><c>True</c>.</summary>
    public static PickleBoolean True { get; } = new(true);

    /// <summary><c>False</c>.</summary>
    public static PickleBoolean False { get; } = new(false);

    /// <summary>The value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override string Kind => "bool";

    internal static PickleBoolean Of(bool value) => value ? True : False;
}
