using Rvos.Testing;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Video.Tests.Layouts;

/// <summary>Against dataset trees and submissions that the original's own scripts took and wrote.</summary>
public sealed class ReferenceTreeTests : IDisposable
{
    private const int FirstColours = 13;

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Davis_InputTree_GivesFramesAndLabels()
    {
        var sequences = DavisLayout.Read(Tree("davis_in"));
        Assert.Equal([("davA", 4), ("davB", 3)], sequences.Select(s => (s.Name, s.Frames.Count)));
        Assert.Equal(["00000", "00001", "00002"], sequences[1].Frames.Select(f => f.Name));
        foreach (var frame in sequences.SelectMany(s => s.Frames))
        {
            var mask = frame.Read(MaskValues.Labels);
            Assert.Equal((214, 120), (mask.Width, mask.Height));
        }

        // Four bits with a palette of 13 colours: Pillow has cut 255 to 15, an index without a colour, and reads it as that.
        var counts = sequences[1].Frames[2].Read(MaskValues.Raw).Labels.CountBy(l => (int)l).OrderBy(c => c.Key).Select(c => (c.Key, c.Value));
        Assert.Equal([(0, 21761), (1, 604), (2, 1900), (3, 1390), (15, 25)], counts);
    }

    [Theory]
    [InlineData("youtube_one_submission")]
    [InlineData("youtube_zero_submission")]
    public void YouTubeVos_SubmissionWrittenAgain_HasTheSameFilesLabelsAndColours(string submission)
    {
        var tree = Tree(submission);
        var written = 0;
        foreach (var sequence in DavisLayout.Read(tree))
        {
            using var writer = IndexedPngWriter.YouTubeVos(root, sequence.Name);
            for (var i = 0; i < sequence.Frames.Count; i++) writer.Write(new ResultFrame(i, sequence.Frames[i].Read(MaskValues.Raw), sequence.Frames[i].Name));
            writer.Complete();
        }

        foreach (var file in Directory.GetFiles(tree, "*.png", SearchOption.AllDirectories))
        {
            var (reference, own) = (PngReader.Read(file), PngReader.Read(Path.Combine(root, "Annotations", Path.GetRelativePath(tree, file))));
            Assert.Equal((reference.Width, reference.Height, PngColour.Palette, 8), (own.Width, own.Height, own.Colour, own.Bits));
            Assert.Equal(reference.Samples, own.Samples);
            Assert.Equal(reference.Palette.Take(FirstColours * 3), own.Palette.Take(FirstColours * 3));
            Assert.Equal(reference.ToRgb(), own.ToRgb());
            written++;
        }

        Assert.Equal(9, written);
        Assert.Equal(written, Directory.GetFiles(root, "*", SearchOption.AllDirectories).Length);
    }

    private static string Tree(string name)
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        return SharedData.PathOf("golden", "e2e", name);
    }
}
