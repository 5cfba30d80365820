using Rvos.Training.Runs;

namespace Rvos.Training.Steps;

/// <summary>The networks that runs can train.</summary>
public static class TrainableModels
{
    /// <summary>Builds the network that a configuration asks for, with fresh weights.</summary>
    public static ITrainableModel Create(TrainingConfiguration configuration) =>
        configuration.Architecture == Architecture.Rvos ? new TrainableRvos(configuration) : new TrainableS2s(configuration);
}
