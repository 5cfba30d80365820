using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Matching;

public class MaskMatcherTests
{
    private const int Height = 5, Width = 12, Places = Height * Width;

    [Theory]
    [InlineData(3, true, true)]
    [InlineData(3, false, true)]
    [InlineData(6, false, true)]
    [InlineData(6, true, false)]
    public void Find_PlacesThatMoved_MaskMovesAlongWithinReach(int columns, bool nearby, bool isFound)
    {
        using var scope = NewDisposeScope();
        // Each place has a key of its own; in the second frame all of them lie so many columns to the right, around the edge.
        var (then, now, mask) = (new float[Places * Places], new float[Places * Places], new float[Places]);
        for (var i = 0; i < Places; i++)
        {
            then[i * Places + i] = 1;
            now[i * Places + i / Width * Width + (i + columns) % Width] = 1;
        }

        mask[2 * Width + 4] = 1;
        using var sharpness = tensor([60f]);
        var found = MaskMatcher.Find(MaskMatcher.Attend(tensor(now, [1, Places, Height, Width]), tensor(then, [1, Places, Height, Width]), sharpness,
            nearby ? MaskMatcher.Near(Height, Width, CPU) : null), tensor(mask, [1, 1, Height, Width]));
        Assert.Equal([1, 1, Height, Width], found.shape);
        Assert.Equal(isFound ? 1 : 0, Golden.Values(found)[2 * Width + 4 + columns], 1e-3);
        if (isFound && !nearby) Assert.Equal(1, Golden.Values(found).Sum(), 1e-3);
    }

    [Fact]
    public void Keys_AnySkipMap_LengthOne()
    {
        using var scope = NewDisposeScope();
        using var matcher = new MaskMatcher(8);
        manual_seed(3);
        var keys = matcher.Keys(randn([2, 8, 4, 6]) * 100);
        foreach (var squares in Golden.Values(keys.mul(keys).sum([1]))) Assert.Equal(1, squares, 1e-4);
    }

    [Fact]
    public void Resize_OddSizes_StridesOfAllCells()
    {
        using var scope = NewDisposeScope();
        // 60x107 has 8x14 places at stride 8.
        var masks = MaskPyramid.Build(zeros([1, 1, 60, 107]));
        var joined = MaskMatcher.Join(masks, ones([1, 2, 8, 14]));
        Assert.Equal([[1, 3, 2, 4], [1, 3, 4, 7], [1, 3, 8, 14], [1, 3, 15, 27]], joined.Select(j => j.shape));
        foreach (var level in joined) Assert.Equal(2.0 / 3, Golden.Values(level).Average(), 1e-5);
    }
}
