namespace Rvos.Evaluation;

/// <summary>Results that cannot be evaluated; the message names sequence and frame.</summary>
public sealed class EvaluationException : Exception
{
    private const int MaxListed = 5;

    /// <summary>With a message.</summary>
    public EvaluationException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public EvaluationException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal static void ThrowIfAny(IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0) throw new EvaluationException(List(problems, "; "));
    }

    /// <summary>The first few, and how many more there are.</summary>
    internal static string List(IReadOnlyCollection<string> items, string separator = ", ") =>
        string.Join(separator, items.Take(MaxListed)) + (items.Count > MaxListed ? $"{separator}and {items.Count - MaxListed} more" : "");
}
