namespace Rvos.Model.Networks;

/// <summary>Which past frames a network remembers of an object: at most a fixed number, evenly spread over the time since its mask was given. An object's age counts frames from 0, the frame
/// in which its mask was given, which is remembered apart from these.</summary>
public static class MemoryRule
{
    private const long FirstStep = 2;

    /// <summary>Ages of the frames that are remembered once the frame of an age is done, ascending: the multiples of the least step 2, 4, 8, … that leaves no more than may be.</summary>
    /// <param name="age">Age of the last frame done.</param>
    /// <param name="frames">Most frames to remember; 0 remembers none.</param>
    public static IEnumerable<long> Ages(long age, int frames)
    {
        if (frames == 0) yield break;
        var step = FirstStep;
        while (age / step > frames) step *= 2;
        for (var n = 1; n <= age / step; n++) yield return n * step;
    }
}
