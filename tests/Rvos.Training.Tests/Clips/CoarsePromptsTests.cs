using Rvos.Training.Data;

namespace Rvos.Training.Tests.Clips;

public class CoarsePromptsTests
{
    private const int Height = 48, Width = 80;

    [Fact]
    public void Draw_ManyTimes_BoxesOutlinesAndPointsThatFitTheObject()
    {
        var kinds = new HashSet<string>();
        for (var seed = 0; seed < 400; seed++)
        {
            var prompt = CoarsePrompts.Draw(Disc(), new Random(seed));
            var values = prompt.Distinct().Order().ToArray();
            if (values.SequenceEqual([(byte)0, CoarsePrompts.Box]))
            {
                kinds.Add("box");
                // The disc of radius 10 has a box of 21x21; each side may be off by one.
                Assert.InRange(prompt.Count(p => p > 0), 19 * 19, 23 * 23);
            }
            else if (values.SequenceEqual([(byte)0, CoarsePrompts.Outline]))
            {
                var area = prompt.Count(p => p > 0);
                kinds.Add(area > Area() ? "grown" : "shrunk");
                Assert.NotEqual(Area(), area);
                Assert.True(prompt[24 * Width + 40] > 0);
            }
            else
            {
                kinds.Add(values.Contains((byte)0) ? "points, some negative" : "points");
                Assert.Contains(CoarsePrompts.Unknown, values);
                Assert.Contains((byte)255, values);
            }
        }

        Assert.Equal(5, kinds.Count);
    }

    [Fact]
    public void Draw_Points_KnownPixelsAreOnTheirOwnSide()
    {
        var (labels, points) = (Disc().Labels, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var prompt = CoarsePrompts.Draw(Disc(), new Random(seed));
            if (!prompt.Contains(CoarsePrompts.Unknown)) continue;
            points++;
            Assert.All(prompt.Zip(labels), p => Assert.True(p.First switch { 255 => p.Second == 1, 0 => p.Second == 0, _ => p.First == CoarsePrompts.Unknown }));
        }

        Assert.InRange(points, 30, 100);
    }

    [Fact]
    public void Next_ShareOfClips_IsGivenCoarselyAndTheLabelsStay()
    {
        var source = new PromptedClipSource(new SyntheticClipSource(Libraries.Drawn()), 0.5);
        var request = new ClipRequest(2, 32, 64, 2);
        var clips = Enumerable.Range(0, 60).Select(seed => (Clip: source.Next(request, new Random(seed)), Plain: new SyntheticClipSource(Libraries.Drawn()).Next(request, new Random(seed)))).ToArray();
        Assert.InRange(clips.Count(c => c.Clip.Prompts is not null), 15, 45);
        Assert.All(clips, c => Assert.Equal(c.Plain.Labels, c.Clip.Labels));
        Assert.All(clips.Where(c => c.Clip.Prompts is not null), c => Assert.Equal(c.Clip.ObjectCount * 32 * 64, c.Clip.Prompts!.Length));
    }

    private static int Area() => Disc().Labels.Count(l => l == 1);

    private static Clip Disc()
    {
        var labels = new byte[Height * Width];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                if ((x - 40) * (x - 40) + (y - 24) * (y - 24) <= 100) labels[y * Width + x] = 1;
        return new Clip(1, Height, Width, 1, new byte[Height * Width * 3], labels);
    }
}
