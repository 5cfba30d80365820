using System.Globalization;
using Rvos.OpenCv.Boxes;
using Rvos.OpenCv.Flow;
using Rvos.OpenCv.Pictures;
using Rvos.OpenCv.Polygons;
using Rvos.Video.Prompts;

namespace Rvos.OpenCv.Tests;

/// <summary>Nothing of OpenCV's stays: memory of thousands of calls.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const int Warm = 300, Calls = 4000;
    private const long MostBytes = 24 << 20;

    [Fact]
    public void All_ThousandsOfCalls_ResidentMemoryStaysFlat()
    {
        var frame = Scenes.Disc(96, 72, 48, 36, 15);
        var mask = Scenes.Truth(96, 72, 48, 36, 15);
        using var flow = new MaskFlow(frame, mask);
        long before = 0;
        for (var i = 0; i < Warm + Calls; i++)
        {
            if (i == Warm) before = Resident();
            Assert.Empty(new GrabCutBoxes().Find(frame, null, [new ObjectBox(1, new BoxPrompt(30, 18, 66, 54))]).Filled);
            Assert.Single(new MaskOutlines().Of(mask, 1));
            Assert.NotEmpty(JpegEncoder.Encode(frame));
            Assert.Equal(mask.Width, flow.Next(frame).Width);
        }

        // A picture that stays behind at each call would be more than this.
        Assert.True((long)frame.Rgb.Length * Calls > 2 * MostBytes);
        Assert.InRange(Resident() - before, long.MinValue, MostBytes);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
