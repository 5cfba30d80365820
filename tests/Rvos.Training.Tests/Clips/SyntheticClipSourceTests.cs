using Rvos.Training.Data;

namespace Rvos.Training.Tests.Clips;

public class SyntheticClipSourceTests
{
    private static readonly ClipRequest Request = new(4, 48, 80, 2);

    [Fact]
    public void Next_SameSeed_SameClip()
    {
        var source = new SyntheticClipSource(Libraries.Drawn());
        for (var seed = 0; seed < 20; seed++)
        {
            var (a, b) = (source.Next(Request, new Random(seed)), source.Next(Request, new Random(seed)));
            Assert.Equal(a.Frames, b.Frames);
            Assert.Equal(a.Labels, b.Labels);
        }
    }

    [Fact]
    public void Next_ManyClips_LabelsInRangeAndAllObjectsVisibleAtFirst()
    {
        var source = new SyntheticClipSource(Libraries.Drawn());
        for (var seed = 0; seed < 200; seed++)
        {
            var clip = source.Next(Request, new Random(seed));
            Assert.InRange(clip.ObjectCount, 1, 2);
            Assert.Equal(4 * 48 * 80, clip.Labels.Length);
            Assert.True(clip.Labels.Max() <= clip.ObjectCount);
            for (var label = 1; label <= clip.ObjectCount; label++)
                Assert.True(clip.Labels.Take(48 * 80).Count(l => l == label) >= 0.01 * 48 * 80);
        }
    }

    [Fact]
    public void Next_OneObjectAsked_SomeAreOfSeveralPicturesThatMoveTogether()
    {
        // Two colours only, one of each sprite: an object with both is made of two of them.
        var library = new StillLibrary([], [Plain(128)], [Square(255, 0, 0), Square(0, 0, 255)], []);
        var source = new SyntheticClipSource(library with { Stills = [Plain(128)] });
        var joint = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var clip = source.Next(Request with { MaxObjects = 1 }, new Random(seed));
            Assert.Equal(1, clip.ObjectCount);
            var (red, blue) = (0, 0);
            for (var i = 0; i < 48 * 80; i++)
            {
                if (clip.Labels[i] != 1) continue;
                if (clip.Frames[3 * i] > clip.Frames[3 * i + 2] + 60) red++;
                if (clip.Frames[3 * i + 2] > clip.Frames[3 * i] + 60) blue++;
            }

            if (red > 20 && blue > 20) joint++;
        }

        Assert.InRange(joint, 5, 60);
    }

    [Fact]
    public void Next_ShapesOnly_ObjectsOfManyFormsFromTheLibrarysColours()
    {
        // The only cut-out is red, the only photograph grey: what is followed on it must be a grey shape.
        var library = new StillLibrary([Plain(90)], [Plain(90)], [Square(255, 0, 0)], []);
        var source = new SyntheticClipSource(library, shapeShare: 1);
        var areas = new HashSet<int>();
        for (var seed = 0; seed < 40; seed++)
        {
            var clip = source.Next(Request with { MaxObjects = 1 }, new Random(seed));
            var seen = Enumerable.Range(0, 48 * 80).Where(i => clip.Labels[i] == 1).ToArray();
            areas.Add(seen.Length);
            // Colour changes are the same for a whole object; red alone would stand far above green.
            Assert.True(seen.Average(i => clip.Frames[3 * i] - (double)clip.Frames[3 * i + 1]) < 120);
        }

        Assert.True(areas.Count > 30, $"{areas.Count} different areas");
    }

    [Fact]
    public void Next_LabelsAll_NothingPastedIsLeftUnlabelled()
    {
        // On a black picture without objects everything that is not black was pasted.
        var library = new StillLibrary([Plain(0)], [Plain(0)], [Square(255, 0, 0), Square(0, 0, 255)], []);
        var source = new SyntheticClipSource(library, labelsAll: true);
        var most = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var clip = source.Next(Request with { MaxObjects = 3 }, new Random(seed));
            most = Math.Max(most, clip.ObjectCount);
            var bright = Enumerable.Range(0, 48 * 80).Where(i => Math.Abs(clip.Frames[3 * i] - clip.Frames[3 * i + 2]) > 180).ToArray();
            Assert.True(bright.Count(i => clip.Labels[i] == 0) <= 0.05 * Math.Max(40, bright.Length), $"seed {seed}");
        }

        Assert.Equal(3, most);
    }

    [Theory]
    [InlineData(0, 15)]
    [InlineData(2, 12)]
    public void Next_LookAlikes_MoveBesideWhatIsFollowedAndAreNot(int channel, int more)
    {
        // Where something red is followed, further red pictures are its own again, and blue ones the other of its category; green ones, of another, are what chance brings.
        var sprites = Enumerable.Repeat(Square(0, 255, 0) with { Kind = "b" }, 4).Append(Square(255, 0, 0) with { Kind = "a" }).Append(Square(0, 0, 255) with { Kind = "a" }).ToArray();
        var library = new StillLibrary([Plain(128)], [Plain(128)], sprites, []);
        var (with, without) = (Count(1), Count(0));
        Assert.True(with.Beside * without.Followed > (without.Beside + more) * with.Followed, $"{with} with look-alikes, {without} without");

        (int Beside, int Followed) Count(double share)
        {
            var source = new SyntheticClipSource(library, lookAlikeShare: share);
            var clips = Enumerable.Range(0, 2000).Select(seed => source.Next(Request with { MaxObjects = 1 }, new Random(seed))).Where(c => Pixels(c, 1, 0) > 30).ToArray();
            return (clips.Count(c => Pixels(c, 0, channel) > 30), clips.Length);
        }

        // Pixels of the first frame with a label in which a channel stands out.
        static int Pixels(Clip clip, int label, int channel) => Enumerable.Range(0, 48 * 80).Count(i => clip.Labels[i] == label
            && clip.Frames[3 * i + channel] > Math.Max(clip.Frames[3 * i + (channel + 1) % 3], clip.Frames[3 * i + (channel + 2) % 3]) + 60);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(2, 7)]
    public void Take_AnyThreadsAndStart_SameClips(int workers, int first)
    {
        var source = new SyntheticClipSource(Libraries.Drawn());
        using var reference = new ClipPrefetcher(source, _ => Request, 5, ahead: 2);
        for (var n = 0; n < first; n++) reference.Take();
        using var other = new ClipPrefetcher(source, _ => Request, 5, first, ahead: 4, workers);
        for (var n = 0; n < 12; n++) Assert.Equal(reference.Take().Frames, other.Take().Frames);
    }

    [Fact]
    public void Take_SourceFails_ThrowsWithTheReason()
    {
        using var clips = new ClipPrefetcher(new SyntheticClipSource(new StillLibrary([], [], [], [])), _ => Request, 1);
        Assert.Throws<InvalidOperationException>(() => clips.Take());
    }

    private static Still Plain(byte grey) => new(96, 64, [.. Enumerable.Repeat(grey, 96 * 64 * 3)], null, []);

    private static Sprite Square(byte red, byte green, byte blue) => new(24, 24, [.. Enumerable.Range(0, 24 * 24).SelectMany(_ => new[] { red, green, blue, (byte)255 })]);
}
