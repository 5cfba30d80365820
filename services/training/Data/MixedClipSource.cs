namespace Rvos.Training.Data;

/// <summary>Takes a share of clips from a first source and the others from a second.</summary>
public sealed class MixedClipSource(double share, IClipSource first, IClipSource second) : IClipSource
{
    /// <inheritdoc/>
    public Clip Next(ClipRequest request, Random random) => (random.NextDouble() < share ? first : second).Next(request, random);
}
