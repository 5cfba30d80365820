namespace Rvos.Training.Runs;

/// <summary>Checks the values of a configuration, each on its own and beside the others: what would have no effect is refused, so that nobody believes in it.</summary>
internal static class ConfigurationChecks
{
    /// <exception cref="ArgumentException">A value is out of range, or does not go with another; the message names it.</exception>
    internal static void Check(TrainingConfiguration configuration)
    {
        configuration.Network.Validated();
        CheckStages(configuration);
        CheckRanges(configuration);
        CheckParts(configuration);
        if (configuration.Architecture != Architecture.Rvos) configuration.S2s.Check(configuration);
        configuration.Validation.Check();
        configuration.CreateCurriculum();
    }

    private static void CheckStages(TrainingConfiguration c)
    {
        if (c.Stages.Count == 0 || c.Stages[0].FromStep != 0) throw new ArgumentException("stages: the first must start at step 0");
        if (c.Stages.Zip(c.Stages.Skip(1)).Any(p => p.First.FromStep >= p.Second.FromStep)) throw new ArgumentException("stages: not in the order of their first steps");
        foreach (var stage in c.Stages)
            if (stage.Frames < 1 || stage.Height < 32 || stage.Width < 32 || stage.Batch < 1) throw new ArgumentException("stages: frames, height, width and batch must be at least 1, 32, 32 and 1");
    }

    private static void CheckRanges(TrainingConfiguration c)
    {
        if (c.Batch < 1 || c.Steps < 1 || c.MaxObjects is < 1 or > 10 || c.LearningRate <= 0) throw new ArgumentException("batch, steps, maxObjects and learningRate must be positive (maxObjects at most 10)");
        if (c.GradientLimit < 0 || c.MatchingWeight < 0 || c.CrossEntropyWeight < 0 || c.WarmUpSteps < 0 || c.BackboneLearningRate < 0)
            throw new ArgumentException("gradientLimit, matchingWeight, crossEntropyWeight, warmUpSteps and backboneLearningRate must not be negative");
        if (c.AverageDecay is < 0 or >= 1 || c.Slots is < 0 or > 10) throw new ArgumentException("averageDecay must lie within 0 and 1, slots within 0 and 10");
        if (c.BoundaryWeight is < 0 or > 100) throw new ArgumentException("boundaryWeight must lie within 0 and 100");
        if (c.SaveEvery < 1 || c.ReportEvery < 1) throw new ArgumentException("saveEvery and reportEvery must be positive");
    }

    private static void CheckParts(TrainingConfiguration c)
    {
        var isRvos = c.Architecture == Architecture.Rvos;
        if ((c.Matching || c.SoftAggregation) && !isRvos) throw new ArgumentException("matching and softAggregation are parts of rvos only");
        if (c.BoundaryWeight > 0 && !isRvos) throw new ArgumentException("boundaryWeight is for rvos: s2s networks have losses of their own");
        if (c.BoundaryWeight > 0 && c.CrossEntropyWeight == 0) throw new ArgumentException("boundaryWeight weighs the cross-entropy, and crossEntropyWeight is 0");
        if (c.Data.PromptShare > 0 && (!c.OneShot || !isRvos)) throw new ArgumentException("data: promptShare is for one-shot rvos");
    }
}
