namespace Rvos.Training.Data;

/// <summary>Gives coarse prompts to a share of another source's clips.</summary>
public sealed class PromptedClipSource(IClipSource source, double share) : IClipSource
{
    /// <inheritdoc/>
    public Clip Next(ClipRequest request, Random random)
    {
        var clip = source.Next(request, random);
        return random.NextDouble() < share ? clip with { Prompts = CoarsePrompts.Draw(clip, random) } : clip;
    }
}
