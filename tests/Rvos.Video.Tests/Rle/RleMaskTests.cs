using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Rvos.Testing;
using Rvos.Video.Masks;
using Rvos.Video.Rle;

namespace Rvos.Video.Tests.Rle;

public sealed class RleMaskTests
{
    private static readonly string Data = Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Video.Tests", "Data", "rle");
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "cases.json"))).RootElement;

    [Fact]
    public void Encode_ReferenceMasks_GivesThePycocotoolsStringAreaAndBox()
    {
        foreach (var item in Cases.GetProperty("items").EnumerateArray())
            Compare(item, LabelMaskReader.Read(Path.Combine(Data, item.GetProperty("source").GetString()!), MaskValues.Binary), 1);
    }

    [Fact]
    public void Encode_AllReferenceMasks_GivesThePycocotoolsStringAreaAndBox()
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        var all = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("metrics-golden", "rle", "rle_cases.json"))).RootElement;
        var masks = new Dictionary<string, RleMask>();
        var compared = 0;
        foreach (var item in all.GetProperty("items").EnumerateArray())
        {
            var size = item.GetProperty("size");
            masks[item.GetProperty("name").GetString()!] = RleMask.Parse(item.GetProperty("counts").GetString()!, size[1].GetInt32(), size[0].GetInt32());
            if (Source(item) is not var (path, label) || !File.Exists(path)) continue;
            Compare(item, LabelMaskReader.Read(path, label is null ? MaskValues.Binary : MaskValues.Labels), label ?? 1);
            compared++;
        }

        Assert.InRange(compared, 59, 79);
        foreach (var pair in all.GetProperty("pairs").EnumerateArray()) ComparePair(pair, masks);
    }

    [Fact]
    public void Iou_ReferencePairs_IsTheirs()
    {
        var masks = Cases.GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString()!,
            i => RleMask.Parse(i.GetProperty("counts").GetString()!, i.GetProperty("size")[1].GetInt32(), i.GetProperty("size")[0].GetInt32()));
        foreach (var pair in Cases.GetProperty("pairs").EnumerateArray()) ComparePair(pair, masks);
    }

    [Fact]
    public void Text_ReferenceRuns_CodesTheSameNumbers()
    {
        foreach (var coding in Cases.GetProperty("number_coding").EnumerateArray())
        {
            var counts = coding.GetProperty("counts").EnumerateArray().Select(c => c.GetUInt32()).ToArray();
            Assert.Equal(coding.GetProperty("string").GetString(), RleText.Write(counts));
            var sum = counts.Sum(c => (long)c);
            if (sum is > 0 and <= int.MaxValue) Assert.Equal(counts, RleMask.Parse(coding.GetProperty("string").GetString()!, (int)sum, 1).Counts);
        }
    }

    [Fact]
    public void Encode_AnyMask_OnePassEqualsOneByOneAndPaintsBack()
    {
        var masks = from width in Gen.Choose(1, 40)
                    from height in Gen.Choose(1, 40)
                    from labels in Gen.Frequency((3, Gen.Constant((byte)0)), (2, Gen.Choose(1, 4).Select(v => (byte)v)), (1, Gen.Constant((byte)255))).ArrayOf(width * height)
                    select new LabelMask(width, height, labels);
        byte[] objects = [4, 255, 1, 3, 2];
        Prop.ForAll(masks.ToArbitrary(), mask =>
        {
            var painted = new byte[mask.Labels.Length];
            var codes = RleMask.Encode(mask, objects);
            for (var i = 0; i < objects.Length; i++)
            {
                var text = codes[i].ToCompressedString();
                if (text != RleMask.Encode(mask, objects[i]).ToCompressedString()) return false;
                if (codes[i].Area != mask.Labels.Count(l => l == objects[i])) return false;
                RleMask.Parse(text, mask.Width, mask.Height).Paint(painted, objects[i]);
            }

            return painted.SequenceEqual(mask.Labels);
        }).Check(Repeatable.Config);
    }

    [Fact]
    public void Encode_LabelTwice_IsRefused() =>
        Assert.Contains("label 2", Assert.Throws<ArgumentException>(() => RleMask.Encode(new LabelMask(1, 1, [2]), [2, 1, 2])).Message);

    [Fact]
    public void Iou_OtherSize_IsRefused() =>
        Assert.Throws<ArgumentException>(() => RleMask.FromCounts([4], 2, 2).Iou(RleMask.FromCounts([4], 4, 1)));

    [Theory]
    [InlineData("", 2, 2, "cover 0 of 4")]
    [InlineData("3", 2, 2, "cover 3 of 4")]
    [InlineData("5", 2, 2, "run 0")]
    [InlineData("1\u007F", 2, 2, "position 1")]
    [InlineData("1 ", 2, 2, "position 1")]
    [InlineData("P", 2, 2, "ends within")]
    [InlineData("oooooooooo1", 2, 2, "35 bits")]
    [InlineData("110N", 2, 2, "run 3")]
    [InlineData("4", 0, 2, "impossible size")]
    [InlineData("4", 65536, 65536, "impossible size")]
    public void Parse_ImpossibleCode_SaysWhat(string text, int width, int height, string reason) =>
        Assert.Contains(reason, Assert.Throws<RleFormatException>(() => RleMask.Parse(text, width, height)).Message);

    [Fact]
    public void Parse_DamagedCodes_GiveAMaskOrRleFormatException()
    {
        var mutator = new Mutator(3);
        var seeds = Cases.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("counts").GetString()!.Length is > 1 and < 4000).ToArray();
        var refused = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var (seed, text) = (seeds[i % seeds.Length], seeds[i % seeds.Length].GetProperty("counts").GetString()!);
            var damaged = string.Concat(mutator.Mutate(text.Select(c => (byte)c).ToArray()).Select(b => (char)b));
            try
            {
                var mask = RleMask.Parse(damaged, seed.GetProperty("size")[1].GetInt32(), seed.GetProperty("size")[0].GetInt32());
                Assert.InRange(mask.Area, 0, (long)mask.Width * mask.Height);
                mask.Paint(new byte[mask.Width * mask.Height], 1);
                mask.Bounds();
                mask.Iou(mask);
            }
            catch (RleFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 5_000, 9_999);
    }

    private static void Compare(JsonElement item, LabelMask mask, byte label)
    {
        var name = item.GetProperty("name").GetString();
        var code = RleMask.Encode(mask, label);
        Assert.Equal((name, item.GetProperty("counts").GetString()), (name, code.ToCompressedString()));
        Assert.Equal((name, item.GetProperty("n_runs").GetInt32()), (name, code.Counts.Count));
        Assert.Equal((name, item.GetProperty("area").GetInt64()), (name, code.Area));
        var box = item.GetProperty("bbox_xywh").EnumerateArray().Select(v => (int)v.GetDouble()).ToArray();
        Assert.Equal((name, (box[0], box[1], box[2], box[3])), (name, code.Bounds()));
    }

    private static void ComparePair(JsonElement pair, Dictionary<string, RleMask> masks)
    {
        var (a, b) = (masks[pair.GetProperty("a").GetString()!], masks[pair.GetProperty("b").GetString()!]);
        if (a.Width != b.Width || a.Height != b.Height) return;
        Assert.Equal(pair.GetProperty("iou").GetDouble(), a.Iou(b));
        Assert.Equal(pair.GetProperty("a_over_area_a").GetDouble(), a.Iou(b, isCrowd: true));
        Assert.Equal(pair.GetProperty("union").GetString(), RleMerge.Union([a, b]).ToCompressedString());
        Assert.Equal(pair.GetProperty("intersection").GetString(), RleMerge.Intersection([a, b]).ToCompressedString());
    }

    private static (string Path, byte? Label)? Source(JsonElement item)
    {
        var source = item.GetProperty("source").GetString()!.Split(' ', 2);
        var path = source[0].StartsWith("data/davis2016-val/", StringComparison.Ordinal)
            ? SharedData.PathOf("data", "davis2016_val10_480p", source[0]["data/davis2016-val/".Length..])
            : SharedData.PathOf("metrics-golden", source[0]);
        return source[1] switch
        {
            "(value>0)" or "(palette index>0)" => (path, null),
            _ when source[1].StartsWith("(palette index ", StringComparison.Ordinal) => (path, byte.Parse(source[1]["(palette index ".Length..^1])),
            _ => null,
        };
    }
}
