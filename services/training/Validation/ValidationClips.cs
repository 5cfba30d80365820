using Rvos.Training.Data;
using Rvos.Training.Runs;

namespace Rvos.Training.Validation;

/// <summary>The clips of all validations of a run: drawn once, from the validation's own seed.</summary>
public static class ValidationClips
{
    /// <summary>Draws the clips from pictures and sequences that are held out.</summary>
    public static IReadOnlyList<Clip> Draw(TrainingConfiguration configuration, IClipSource heldOut)
    {
        var (options, stage) = (configuration.Validation, configuration.Stages[^1]);
        var request = new ClipRequest(options.Frames, options.Height ?? stage.Height, options.Width ?? stage.Width, configuration.MaxObjects, FrameStep: 1);
        return Enumerable.Range(0, options.Clips).Select(n => heldOut.Next(request, new Random(ClipSeed.Of(n, options.Seed)))).ToArray();
    }
}
