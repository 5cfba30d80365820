namespace Rvos.Evaluation.Frames;

/// <summary>Evaluates sequence after sequence; what is wrong with any of them is said together at the end.</summary>
internal static class SequenceLoop
{
    /// <exception cref="EvaluationException">At least one sequence cannot be evaluated.</exception>
    internal static TScore[] Run<TSequence, TScore>(IEnumerable<TSequence> sequences, Func<TSequence, TScore> evaluate)
    {
        var (scores, problems) = (new List<TScore>(), new List<string>());
        foreach (var sequence in sequences)
        {
            try
            {
                scores.Add(evaluate(sequence));
            }
            catch (EvaluationException error)
            {
                problems.Add(error.Message);
            }
        }

        EvaluationException.ThrowIfAny(problems);
        return scores.ToArray();
    }
}
