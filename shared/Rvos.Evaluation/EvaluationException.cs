namespace Rvos.Evaluation;

/// <summary>Results that cannot be evaluated; the message names sequence and frame.</summary>
public sealed class EvaluationException : Exception
{
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
}
