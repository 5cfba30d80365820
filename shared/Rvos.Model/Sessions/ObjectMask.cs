namespace Rvos.Model.Sessions;

/// <summary>One object in one frame.</summary>
/// <param name="ObjectId">The object; ids never change.</param>
/// <param name="Probabilities">Mask probabilities (H,W) in [0,1] at the model's input size.</param>
/// <param name="IsGiven">True in a frame for which the object's mask was given, and not only coarsely.</param>
public sealed record ObjectMask(int ObjectId, float[] Probabilities, bool IsGiven)
{
    /// <summary>Mean probability of the pixels above one half; 0 when there is none, which is what "lost" means.</summary>
    public double Confidence { get; } = MeanAboveHalf(Probabilities);

    private static double MeanAboveHalf(float[] probabilities)
    {
        double sum = 0;
        var count = 0;
        foreach (var p in probabilities)
        {
            if (p <= 0.5f) continue;
            sum += p;
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }
}
