namespace Rvos.Weights;

/// <summary>
/// A node of what a pickle holds. Trees returned by readers are finite: no cycles, bounded depth and bounded size even when
/// shared parts are counted every time. Nodes compare by reference.
/// </summary>
public abstract class PickleValue
{
    private protected PickleValue()
    {
    }

    /// <summary>What it is, in Python's words, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>Direct parts that may have parts of their own.</summary>
    internal virtual IEnumerable<PickleValue> Children => [];

    /// <summary>False for interpreter values (types, storages) that must not be left in a finished tree.</summary>
    internal virtual bool IsData => true;
}
