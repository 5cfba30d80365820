using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Rvos.Weights;

/// <summary>
/// A Python <c>dict</c> or <c>OrderedDict</c>. Keys are strings or integers (booleans count as 0 and 1, as in Python);
/// entries keep the order of first insertion, and a repeated key overwrites.
/// </summary>
public sealed class PickleMapping : PickleValue
{
    private readonly List<KeyValuePair<PickleValue, PickleValue>> entries = [];
    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);

    internal PickleMapping(bool isOrderedDict) => IsOrderedDict = isOrderedDict;

    /// <summary>True for <c>collections.OrderedDict</c>.</summary>
    public bool IsOrderedDict { get; }

    /// <summary>The entries in order; keys are <see cref="PickleString"/>, <see cref="PickleInteger"/> or <see cref="PickleBoolean"/>.</summary>
    public IReadOnlyList<KeyValuePair<PickleValue, PickleValue>> Entries => entries;

    /// <summary>Attributes set on an OrderedDict, such as <c>_metadata</c> of a state dict; null when there are none.</summary>
    public PickleMapping? Attributes { get; internal set; }

    /// <inheritdoc/>
    public override string Kind => IsOrderedDict ? "OrderedDict" : "dict";

    internal override IEnumerable<PickleValue> Children =>
        Attributes is null ? entries.Select(e => e.Value) : entries.Select(e => e.Value).Append(Attributes);

    /// <summary>Looks a string key up.</summary>
    /// <param name="key">Case-sensitive.</param>
    /// <param name="value">The value when the key is there.</param>
    public bool TryGetValue(string key, [NotNullWhen(true)] out PickleValue? value) => TryGetIndexed("s" + key, out value);

    /// <summary>Looks an integer key up.</summary>
    /// <param name="key">Any integer.</param>
    /// <param name="value">The value when the key is there.</param>
    public bool TryGetValue(BigInteger key, [NotNullWhen(true)] out PickleValue? value) => TryGetIndexed("i" + key, out value);

    /// <returns>False when the key is of a kind that is not read.</returns>
    internal bool TrySet(PickleValue key, PickleValue value)
    {
        if (IndexKey(key) is not { } indexKey) return false;
        if (index.TryGetValue(indexKey, out var position)) entries[position] = new(entries[position].Key, value);
        else
        {
            index.Add(indexKey, entries.Count);
            entries.Add(new(key, value));
        }

        return true;
    }

    private bool TryGetIndexed(string key, [NotNullWhen(true)] out PickleValue? value)
    {
        value = index.TryGetValue(key, out var position) ? entries[position].Value : null;
        return value is not null;
    }

    // One string per key: the framework's string hashing withstands chosen collisions, that of integers does not.
    private static string? IndexKey(PickleValue key) => key switch
    {
        PickleString text => "s" + text.Value,
        PickleInteger number => "i" + number.Value,
        PickleBoolean flag => flag.Value ? "i1" : "i0",
        _ => null,
    };
}
