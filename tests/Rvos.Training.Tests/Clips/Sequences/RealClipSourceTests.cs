using Rvos.Training.Data;
using Rvos.Training.Data.Sequences;

namespace Rvos.Training.Tests.Clips.Sequences;

public sealed class RealClipSourceTests : IDisposable
{
    private const int Frames = 9;

    private readonly SequenceTree tree = new();

    public RealClipSourceTests()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            for (var t = 0; t < Frames; t++)
            {
                tree.Picture($"JPEGImages/{name}", $"{t:D5}", t + 100 * name[0]);
                tree.Mask($"Annotations/{name}", $"{t:D5}", (1, 4 + t, 6, 24, 20), (2, 44, 10 + t, 20, 20));
            }
        }
    }

    [Theory]
    [InlineData(Augmentation.Crop, 0)]
    [InlineData(Augmentation.Crop, 1)]
    [InlineData(Augmentation.Original, 0)]
    [InlineData(Augmentation.None, 0)]
    public void Take_AnyThreadsAndMemory_SameClips(Augmentation augmentation, double pasteShare)
    {
        var request = new ClipRequest(3, 40, 64, 2, FrameStep: 2);
        // The second store keeps next to nothing, so that frames are decoded again and again.
        var (roomy, tight) = (Source(1 << 30, augmentation, pasteShare), Source(1, augmentation, pasteShare));
        using var one = new ClipPrefetcher(roomy, _ => request, 3, workers: 1);
        using var many = new ClipPrefetcher(tight, _ => request, 3, workers: 3);
        for (var n = 0; n < 12; n++)
        {
            var (a, b) = (one.Take(), many.Take());
            Assert.Equal(a.Frames, b.Frames);
            Assert.Equal(a.Labels, b.Labels);
            Assert.True(a.Labels.Max() <= a.ObjectCount);
        }
    }

    [Fact]
    public void Next_Resized_FramesAreTheSequencesOwnUnderTheStep()
    {
        var source = Source(1 << 30, Augmentation.None);
        var clip = source.Next(new ClipRequest(3, SequenceTree.Height, SequenceTree.Width, 2, FrameStep: 3), new Random(5));
        // Object 1 moves one column a frame: three columns from clip frame to clip frame.
        var starts = Enumerable.Range(0, 3).Select(t => Array.IndexOf(clip.Labels, (byte)1, t * SequenceTree.Width * SequenceTree.Height) % SequenceTree.Width).ToArray();
        Assert.Equal([3, 3], starts.Zip(starts.Skip(1), (x, y) => y - x));
        Assert.Equal(SequenceTree.Labels((1, starts[0], 6, 24, 20), (2, 44, 6 + starts[0], 20, 20)), clip.Labels[..(SequenceTree.Width * SequenceTree.Height)]);
    }

    [Fact]
    public void Next_StepBeyondTheSequence_RepeatsTheLastFrame()
    {
        var clip = Source(1 << 30, Augmentation.Original).Next(new ClipRequest(4, 40, 64, 2, FrameStep: 6), new Random(1));
        var size = 40 * 64 * 3;
        Assert.Equal(clip.Frames[(2 * size)..(3 * size)], clip.Frames[(3 * size)..]);
    }

    [Fact]
    public void Next_Pasted_AThirdObjectMovesInItsOwnExactMask()
    {
        var plain = Source(1 << 30, Augmentation.None);
        var pasted = Source(1 << 30, Augmentation.None, 1);
        var more = 0;
        for (var seed = 0; seed < 30; seed++)
        {
            var request = new ClipRequest(3, SequenceTree.Height, SequenceTree.Width, 3, FrameStep: 1);
            var (a, b) = (plain.Next(request, new Random(seed)), pasted.Next(request, new Random(seed)));
            if (b.ObjectCount == a.ObjectCount) continue;
            more++;
            Assert.Equal(3, b.ObjectCount);
            // Outside the pasted object and its soft edge nothing has changed.
            for (var i = 0; i < a.Labels.Length; i++) Assert.True(b.Labels[i] == 3 || b.Labels[i] == a.Labels[i]);
        }

        Assert.True(more > 10);
    }

    [Fact]
    public void Split_Names_SameForeverAndNeverEmpty()
    {
        var names = Enumerable.Range(0, 20).Select(n => $"sequence{n}").ToArray();
        var (training, kept) = HeldOut.Split(names, n => n, 0.1);
        Assert.Equal((18, 2), (training.Count, kept.Count));
        Assert.Equal(kept, HeldOut.Split(names.Reverse().ToArray(), n => n, 0.1).Kept.Reverse());
        Assert.Single(HeldOut.Split(["x", "y"], n => n, 0.01).Kept);
        Assert.Empty(HeldOut.Split(["x"], n => n, 0.5).Kept);
    }

    public void Dispose() => tree.Dispose();

    private RealClipSource Source(long memory, Augmentation augmentation, double pasteShare = 0) =>
        new(new SequenceStore(new DataSet { Folder = tree.Root, Layout = DataSetLayout.Davis }.Read("."), memory), augmentation, pasteShare);
}
