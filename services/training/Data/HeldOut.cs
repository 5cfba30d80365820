using System.Text;

namespace Rvos.Training.Data;

/// <summary>Divides pictures and sequences into those that are trained on and those that only validations see, by their names alone.</summary>
public static class HeldOut
{
    /// <summary>Splits items: the share whose names have the least hashes is held out, at least one of two or more when the share is positive.</summary>
    /// <param name="items">Items.</param>
    /// <param name="nameOf">Name of an item; items of one name stay together.</param>
    /// <param name="share">Share to hold out, in [0,1).</param>
    public static (IReadOnlyList<T> Training, IReadOnlyList<T> Kept) Split<T>(IReadOnlyList<T> items, Func<T, string> nameOf, double share)
    {
        var names = items.Select(nameOf).Distinct().OrderBy(Hash).ThenBy(n => n, StringComparer.Ordinal).ToArray();
        var count = share == 0 || names.Length < 2 ? 0 : Math.Clamp((int)Math.Round(share * names.Length), 1, names.Length - 1);
        var kept = names.Take(count).ToHashSet();
        return (items.Where(i => !kept.Contains(nameOf(i))).ToArray(), items.Where(i => kept.Contains(nameOf(i))).ToArray());
    }

    private static uint Hash(string name)
    {
        // FNV-1a: the split must be the same on every machine.
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(name)) hash = unchecked((hash ^ value) * 16777619);
        return hash;
    }
}
