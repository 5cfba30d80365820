using System.Text;
using System.Text.Json;
using Rvos.Hosting.Http;

namespace Rvos.Hosting.Tests.Http;

public sealed class JsonMeterTests
{
    private static readonly JsonBound Body = JsonBound.Body(
        1000,
        new JsonBound("items", 3, "items")
        {
            Properties = [new JsonBound("points", 6, "numbers") { MostInAll = 8 }, new JsonBound("data", 40_000, "bytes") { TextMemory = 0.75 }, new JsonBound("runs", 20_000, "bytes of runs") { MostInAll = 30_000 }],
        });

    [Theory]
    [InlineData("""{"items":[{"points":[1,2,3,4,5,6]},{"points":[[1],[[2]]]},{}],"other":[1,2]}""")]
    [InlineData("""{"items":null,"points":[1,2,3,4,5,6,7,8,9],"name":"x"}""")]
    [InlineData("[]")]
    public void Read_WithinBounds_NothingIsSaid(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("""{"items":[1,2,3,4]}""", "items", "more than 3 items")]
    [InlineData("""{"items":[{},{"points":[1,2,3,4,5,6,7]}]}""", "items[1].points", "more than 6 numbers, the most that may be there")]
    [InlineData("""{"items":[{"points":[[1,2],[3,4],[5,6,[7]]]}]}""", "items[0].points", "more than 6 numbers, the most that may be there")]
    [InlineData("""{"items":[{"points":[1,2,3,4,5]},{"points":[1,2,3,4]}]}""", "items[1].points", "more than 8 numbers, the most that may be in the whole request")]
    [InlineData("""{"it\u0065ms":[1,2,3,4]}""", "it\\u0065ms", "more than 3 items")]
    public void Read_TooMany_SaysWhatAndWhere(string json, string field, string detail)
    {
        var excess = Read(json);
        Assert.Equal(field, excess?.Field);
        Assert.StartsWith($"At $.{field}, byte ", excess?.Detail, StringComparison.Ordinal);
        Assert.Contains(detail, excess?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ListsTextsAndNumbersWithoutBoundsOfTheirOwn_AreBoundedAllTheSame()
    {
        var long16 = new string('1', (16 << 10) + 1);
        Assert.Equal("other", Read($$"""{"other":[{{string.Join(',', Enumerable.Repeat(0, 101))}}]}""")?.Field);
        Assert.Equal("other.deep[1]", Read($$$"""{"other":{"deep":[1,{{{{string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"{i}\":0"))}}}}]}}""")?.Field[..13]);
        Assert.Equal("name", Read($$"""{"name":"{{long16}}"}""")?.Field);
        Assert.Equal("number", Read($$"""{"number":{{long16}}}""")?.Field);
        Assert.Equal(long16[..100], Read($$"""{"{{long16}}":1}""")?.Field);
        Assert.Equal("items[0].runs", Read($$"""{"items":[{"runs":"{{new string('0', 20_001)}}"}]}""")?.Field);
        Assert.Contains("30000 bytes of runs", Read($$"""{"items":[{"runs":"{{new string('0', 20_000)}}"},{"runs":"{{new string('0', 10_001)}}"}]}""")?.Detail, StringComparison.Ordinal);
        Assert.Contains("1000 values", Read($$"""{"items":{{string.Concat(Enumerable.Repeat("[", 14))}}{{string.Join(',', Enumerable.Repeat("[]", 1000))}}""")?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InPieces_SaysTheSame()
    {
        var json = $$"""  {"items":[{"data":"{{new string('A', 40_000)}}"},{"points":[1.25,2,3,4,5]},{"points":[1,2,3,4]}]}  """;
        var whole = Read(json);
        Assert.Equal("items[2].points", whole?.Field);
        foreach (var piece in (int[])[1, 7, 4096]) Assert.Equal(whole, Read(json, piece));
    }

    [Fact]
    public void Memory_OfTextsAndValues_IsWhatTheyBecome()
    {
        var meter = new JsonMeter(Body);
        Assert.Null(meter.Read(Encoding.UTF8.GetBytes($$"""{"items":[{"data":"{{new string('A', 40_000)}}"}],"name":"{{new string('n', 1000)}}"}"""), isAll: true));
        Assert.InRange(meter.Memory, 30_000 + 2_000, 30_000 + 2_000 + 200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"items":[1,]}""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}""")]
    public void Read_NoJson_Throws(string json) => Assert.ThrowsAny<JsonException>(() => Read(json));

    private static (string Field, string Detail)? Read(string json, int piece = int.MaxValue)
    {
        var (meter, bytes) = (new JsonMeter(Body), Encoding.UTF8.GetBytes(json));
        for (var length = Math.Min(piece, bytes.Length); ; length = Math.Min(bytes.Length, length + piece))
            if (meter.Read(bytes.AsSpan(0, length), isAll: length == bytes.Length) is { } excess) return excess;
            else if (length == bytes.Length) return null;
    }
}
