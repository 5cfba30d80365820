using Rvos.Video.Prompts;

namespace Rvos.Video.Tests.Prompts;

public sealed class PromptTests
{
    [Fact]
    public void Box_Parsed_FillsItsPixelsAndNoOther()
    {
        var mask = BoxPrompt.Parse("1, 0,3,2").ToMask(4, 3, 5);
        Assert.Equal([0, 5, 5, 0, 0, 5, 5, 0, 0, 0, 0, 0], mask.Labels);
    }

    [Theory]
    [InlineData("1,2,3")]
    [InlineData("1,2,3,x")]
    [InlineData("1,2,3,4,5")]
    [InlineData("3,2,3,4")]
    [InlineData("-1,2,3,4")]
    [InlineData("")]
    public void Box_NoBox_IsRefusedWithItsText(string text) => Assert.Contains($"'{text}'", Assert.Throws<PromptFormatException>(() => BoxPrompt.Parse(text)).Message);

    [Fact]
    public void Box_EndsOutsideTheImage_NamesBoth() =>
        Assert.Contains("4x3", Assert.Throws<PromptFormatException>(() => new BoxPrompt(0, 0, 5, 3).ToMask(4, 3, 1)).Message);

    [Fact]
    public void Polygon_Square_FillsTheBoxOfItsCorners() =>
        Assert.Equal(new BoxPrompt(1, 1, 4, 3).ToMask(6, 5, 2).Labels, PolygonPrompt.Parse("[[1,1],[4,1],[4,3],[1,3]]").ToMask(6, 5, 2).Labels);

    [Theory]
    [InlineData("[[[0,0],[5,0],[5,5],[0,5]],[[1,1],[4,1],[4,4],[1,4]]]", 25)]
    [InlineData("[[0,0,3,0,3,3,0,3],[1,1,4,1,4,4,1,4]]", 14)]
    [InlineData("[[0,0,3,0,3,3,0,3],[0,0,3,0,3,3,0,3]]", 9)]
    public void Polygon_SeveralThatOverlap_AreUnited(string json, int pixels) =>
        Assert.Equal(pixels, PolygonPrompt.Parse(json).ToMask(5, 5, 1).Labels.Count(l => l == 1));

    [Theory]
    [InlineData("[1,1,4,1,4,3,1,3]")]
    [InlineData("[[1,1,4,1,4,3,1,3]]")]
    [InlineData("[[1,1],[4,1],[4,3],[1,3]]")]
    [InlineData("[[[1,1],[4,1],[4,3],[1,3]]]")]
    [InlineData("[[1,1,4,1,4,2,1,2],[[1,2],[4,2],[4,3],[1,3]]]")]
    public void Polygon_ListsOfAnyShape_AreTheSamePolygon(string json) =>
        Assert.Equal(new BoxPrompt(1, 1, 4, 3).ToMask(6, 5, 2).Labels, PolygonPrompt.Parse(json).ToMask(6, 5, 2).Labels);

    [Fact]
    public void Polygon_TwoApart_FillsBoth() =>
        Assert.Equal([1, 0, 1], PolygonPrompt.Parse("[[[0,0],[1,0],[1,1],[0,1]],[[2,0],[3,0],[3,1],[2,1]]]").ToMask(3, 1, 1).Labels);

    [Fact]
    public void Polygon_NeighboursSharingAnEdge_ShareNoPixel()
    {
        var left = PolygonPrompt.Parse("[[0,0],[7,0],[2,9],[0,9]]").ToMask(12, 9, 1).Labels;
        var right = PolygonPrompt.Parse("[[7,0],[12,0],[12,9],[2,9]]").ToMask(12, 9, 1).Labels;
        Assert.All(left.Zip(right), pair => Assert.Equal(1, pair.First + pair.Second));
    }

    [Fact]
    public void Polygon_PartlyOutside_IsCut() =>
        Assert.Equal([1, 1, 1, 1], PolygonPrompt.Parse("[[-50,-50],[50,-50],[50,50],[-50,50]]").ToMask(2, 2, 1).Labels);

    [Theory]
    [InlineData("[[0,0],[1,1]]", "ring 0")]
    [InlineData("[[0,0],[1,1],[2]]", "point 2")]
    [InlineData("[[0,0],[1,1],[2,1e999]]", "point 2")]
    [InlineData("[[[0,0],[1,0],[1,1]],[[0,0]]]", "ring 1")]
    [InlineData("[0,0,1,1]", "ring 0")]
    [InlineData("[0,0,5,0,5,5,1]", "7 numbers")]
    [InlineData("[[0,0,5,0,5,5],[0,0,5,\"0\",5,5]]", "ring 1, number 3: a number expected, the string \"0\" came")]
    [InlineData("\"0,0 5,5\"", "the string \"0,0 5,5\" came")]
    [InlineData("{\"a\":1}", "list of points")]
    [InlineData("[]", "list of points")]
    [InlineData("[[0,0],\n[1,1],,]", "line 2")]
    [InlineData("[[[[[[[[[[[[", "not JSON")]
    public void Polygon_NoPolygon_SaysWhere(string json, string where) =>
        Assert.Contains(where, Assert.Throws<PromptFormatException>(() => PolygonPrompt.Parse(json)).Message);

    [Fact]
    public void Polygon_CoversNoPixel_IsRefused() =>
        Assert.Contains("no pixel", Assert.Throws<PromptFormatException>(() => PolygonPrompt.Parse("[[9,9],[12,9],[12,12]]").ToMask(5, 5, 1)).Message);

    [Fact]
    public void Polygon_BadFile_IsNamed()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "outline.json");
        File.WriteAllText(path, "[[0,0],");
        Assert.StartsWith(path, Assert.Throws<PromptFormatException>(() => PolygonPrompt.Load(path)).Message);
    }
}
