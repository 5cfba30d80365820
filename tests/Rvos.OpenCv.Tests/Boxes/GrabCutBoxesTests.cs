using FsCheck;
using FsCheck.Fluent;
using OpenCvSharp;
using Rvos.OpenCv.Boxes;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;

namespace Rvos.OpenCv.Tests.Boxes;

/// <summary>Masks that are found in boxes.</summary>
public sealed class GrabCutBoxesTests
{
    private const int Width = 160, Height = 120;
    private readonly GrabCutBoxes finder = new();

    [Fact]
    public void Find_DiscInItsBox_TheDisc()
    {
        var found = finder.Find(Scenes.Disc(Width, Height, 80, 60, 25), null, [Box(1, 54, 34, 107, 87)]);
        Assert.Empty(found.Filled);
        Assert.InRange(Scenes.Overlap(Scenes.Truth(Width, Height, 80, 60, 25), found.Mask), 0.95, 1);
    }

    [Theory]
    [InlineData(0, 0, 30, 30)]
    [InlineData(Width - 30, 0, Width, 30)]
    [InlineData(0, Height - 30, 30, Height)]
    [InlineData(Width - 30, Height - 30, Width, Height)]
    [InlineData(0, 0, Width, 20)]
    public void Find_DiscCutByTheFramesEdge_ThePartThatIsSeen(int x0, int y0, int x1, int y1)
    {
        var (x, y) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
        var found = finder.Find(Scenes.Disc(Width, Height, x, y, 12), null, [Box(1, x0, y0, x1, y1)]);
        Assert.Empty(found.Filled);
        Assert.InRange(Scenes.Overlap(Scenes.Truth(Width, Height, x, y, 12), found.Mask), 0.9, 1);
    }

    [Theory]
    [InlineData(40, 40, 41, 41, "too small")]
    [InlineData(40, 40, 42, 42, "too small")]
    [InlineData(40, 40, 43, 90, "too small")]
    [InlineData(0, 0, Width, Height, "no background")]
    public void Find_BoxTooSmallOrOverAll_TheBoxAndWhy(int x0, int y0, int x1, int y1, string reason)
    {
        var found = finder.Find(Scenes.Disc(Width, Height, 80, 60, 25), null, [Box(3, x0, y0, x1, y1)]);
        Assert.Contains(reason, Assert.Single(found.Filled).Reason, StringComparison.Ordinal);
        Assert.Equal(3, found.Filled[0].Label);
        Assert.Equal(new BoxPrompt(x0, y0, x1, y1).ToMask(Width, Height, 3).Labels, found.Mask.Labels);
    }

    [Fact]
    public void Find_NothingStandsOut_TheBoxAndWhy()
    {
        var found = finder.Find(Scenes.Flat(Width, Height), null, [Box(1, 40, 40, 90, 80)]);
        Assert.Contains("stands out", Assert.Single(found.Filled).Reason, StringComparison.Ordinal);
        Assert.Equal(50 * 40, found.Mask.Labels.Count(l => l == 1));
    }

    [Fact]
    public void Find_WhatWasGivenExactly_StaysAndIsNoneOfTheBoxs()
    {
        var given = new BoxPrompt(60, 40, 80, 80).ToMask(Width, Height, 9);
        var found = finder.Find(Scenes.Disc(Width, Height, 80, 60, 25), given, [Box(1, 54, 34, 107, 87)]);
        Assert.All(Enumerable.Range(0, Width * Height), i => Assert.Equal(given.Labels[i] == 9, found.Mask.Labels[i] == 9));
        Assert.InRange(found.Mask.Labels.Count(l => l == 1), 800, 25 * 25 * 4);
    }

    [Fact]
    public void Find_PartOfTheObjectGiven_IsPartOfIt()
    {
        var given = new BoxPrompt(75, 55, 85, 65).ToMask(Width, Height, 1);
        var found = finder.Find(Scenes.Disc(Width, Height, 80, 60, 25), given, [Box(1, 54, 34, 107, 87)]);
        Assert.InRange(Scenes.Overlap(Scenes.Truth(Width, Height, 80, 60, 25), found.Mask), 0.95, 1);
    }

    [Fact]
    public void Find_TwoBoxesOfOnePlace_TheLaterLiesOverAndTheEarlierHasTheRest()
    {
        ObjectBox[] boxes = [Box(1, 54, 34, 107, 87), Box(2, 50, 30, 107, 87)];
        var found = finder.Find(Scenes.Disc(Width, Height, 80, 60, 25), null, boxes);
        Assert.InRange(Scenes.Overlap(Scenes.Truth(Width, Height, 80, 60, 25, 2), found.Mask, 2), 0.95, 1);
        Assert.True(found.Mask.Labels.Contains((byte)1));
        Assert.Equal(found.Mask.Labels, finder.Find(Scenes.Disc(Width, Height, 80, 60, 25), null, boxes).Mask.Labels);
    }

    [Fact]
    public void Find_EarlierBoxWithinALaterMask_HasNoPixelLeft_IsSaid()
    {
        // All of the earlier box is given to others.
        var given = new BoxPrompt(70, 50, 90, 70).ToMask(Width, Height, 5);
        var error = Assert.Throws<PromptFormatException>(() => finder.Find(Scenes.Disc(Width, Height, 80, 60, 25), given, [Box(1, 72, 52, 88, 68)]));
        Assert.Contains("object 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_BoxEndsOutside_IsSaid() =>
        Assert.Contains("ends outside", Assert.Throws<PromptFormatException>(() => finder.Find(Scenes.Flat(20, 20), null, [Box(1, 0, 0, 21, 5)])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Find_ManyAtOnceWhateverCameBefore_SameBytes()
    {
        var frame = Scenes.Noise(Width, Height, 5);
        ObjectBox[] boxes = [Box(1, 10, 10, 90, 80), Box(2, 60, 40, 150, 110)];
        var expected = finder.Find(frame, null, boxes).Mask.Labels;
        var all = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() =>
        {
            // Threads whose generators stand anywhere.
            Cv2.SetTheRNG((ulong)(i * 7919 + 3));
            return finder.Find(frame, null, boxes).Mask.Labels;
        })));
        Assert.All(all, labels => Assert.Equal(expected, labels));
    }

    [Fact]
    public void Find_AnyBoxesInAnyFrame_WithinTheBoxesNeverEmptyAndExactStays() =>
        Prop.ForAll(Cases().ToArbitrary(), one =>
        {
            FoundMasks found;
            try
            {
                found = finder.Find(one.Frame, one.Given, one.Boxes);
            }
            catch (PromptFormatException)
            {
                // Only where filled boxes would leave an object nothing.
                return one.Boxes.Any(box => !Filled(one).Contains(box.Label));
            }

            for (var i = 0; i < found.Mask.Labels.Length; i++)
            {
                var (label, exact) = (found.Mask.Labels[i], one.Given?.Labels[i] ?? 0);
                if (exact != 0 ? label != exact : label != 0 && !one.Boxes.Any(box => box.Label == label && IsIn(box.Box, i % one.Frame.Width, i / one.Frame.Width))) return false;
            }

            return one.Boxes.All(box => found.Mask.Labels.Contains(box.Label));
        }).Check(Repeatable.Config);

    private static byte[] Filled((RgbImage Frame, LabelMask? Given, ObjectBox[] Boxes) one)
    {
        var labels = (byte[]?)one.Given?.Labels.Clone() ?? new byte[one.Frame.Width * one.Frame.Height];
        foreach (var box in one.Boxes.Reverse())
            for (var i = 0; i < labels.Length; i++)
                if (labels[i] == 0 && IsIn(box.Box, i % one.Frame.Width, i / one.Frame.Width)) labels[i] = box.Label;
        return labels;
    }

    private static Gen<(RgbImage Frame, LabelMask? Given, ObjectBox[] Boxes)> Cases() =>
        from width in Gen.Choose(1, 70)
        from height in Gen.Choose(1, 50)
        from seed in Gen.Choose(0, 1000)
        from kind in Gen.Choose(0, 2)
        from boxes in Boxes(width, height).ListOf(3)
        from given in Boxes(width, height)
        select (
            kind switch { 0 => Scenes.Noise(width, height, seed), 1 => Scenes.Flat(width, height), _ => Scenes.Disc(width, height, width / 2.0, height / 2.0, height / 4.0, seed) },
            seed % 2 == 0 ? null : given.ToMask(width, height, 7),
            boxes.Select((box, i) => new ObjectBox((byte)(i + 1), box)).ToArray());

    private static Gen<BoxPrompt> Boxes(int width, int height) =>
        from x in Gen.Choose(0, width - 1)
        from y in Gen.Choose(0, height - 1)
        from across in Gen.Choose(1, width - x)
        from down in Gen.Choose(1, height - y)
        select new BoxPrompt(x, y, x + across, y + down);

    private static bool IsIn(BoxPrompt box, int x, int y) => x >= box.X0 && x < box.X1 && y >= box.Y0 && y < box.Y1;

    private static ObjectBox Box(byte label, int x0, int y0, int x1, int y1) => new(label, new BoxPrompt(x0, y0, x1, y1));
}
