using Rvos.Training.Curricula;
using Rvos.Training.Data;

namespace Rvos.Training.Runs;

/// <summary>Numbers all clips of a run in the order of its steps, whose batches may differ from stage to stage.</summary>
public sealed class ClipPlan
{
    private readonly TrainingConfiguration configuration;
    private readonly Curriculum curriculum;
    private readonly (TrainingStage Stage, long FirstClip, int Batch)[] parts;

    /// <summary>The plan of a run.</summary>
    public ClipPlan(TrainingConfiguration configuration)
    {
        this.configuration = configuration;
        curriculum = configuration.CreateCurriculum();
        parts = new (TrainingStage, long, int)[configuration.Stages.Count];
        long first = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var stage = configuration.Stages[i];
            parts[i] = (stage, first, configuration.BatchOf(stage));
            if (i + 1 < parts.Length) first += (configuration.Stages[i + 1].FromStep - stage.FromStep) * parts[i].Batch;
        }
    }

    /// <summary>Number of the first clip of a step.</summary>
    public long FirstClipOf(long step) => parts.Last(p => p.Stage.FromStep <= step) is var part ? part.FirstClip + (step - part.Stage.FromStep) * part.Batch : 0;

    /// <summary>What a clip shall be.</summary>
    public ClipRequest RequestOf(long clip)
    {
        var (stage, first, batch) = parts.Last(p => p.FirstClip <= clip);
        var step = stage.FromStep + (clip - first) / batch;
        var objects = configuration.AlternateObjects && step % 2 == 0 ? 1 : configuration.MaxObjects;
        return new ClipRequest(stage.Frames, stage.Height, stage.Width, objects, curriculum.At(step).FrameStep);
    }
}
