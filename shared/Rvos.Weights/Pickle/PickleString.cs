namespace Rvos.Weights;

/// <summary>A Python 3 string, or a Python 2 <c>str</c> read as UTF-8, else as Latin-1.</summary>
public sealed class PickleString : PickleValue
{
    internal PickleString(string value) => Value = value;

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string Kind => "str";
}
