using System.Text;
using Rvos.Testing;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Video.Tests.Layouts;

public sealed class TruthLayoutFuzzTests : IDisposable
{
    private const int Inputs = 5_000;

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    private string Meta => Path.Combine(root, "meta.json");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void YouTubeVos_DamagedMeta_GivesSequencesOrLayoutException()
    {
        Annotate();
        var seed = """{"videos":{"aa":{"objects":{"1":{"category":"caf\u00e9","frames":["00000","00005"]},"2":{"frames":["00005"]}}}}}"""u8.ToArray();
        var mutator = new Mutator(4);
        var refused = 0;
        for (var i = 0; i < Inputs; i++)
        {
            File.WriteAllBytes(Meta, mutator.Mutate(seed));
            try
            {
                Assert.All(YouTubeVosLayout.Read(root), s => Assert.All(s.Objects, o => Assert.NotEmpty(o.Frames)));
            }
            catch (LayoutException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Inputs / 2, Inputs - 1);
    }

    [Theory]
    [InlineData("""{"videos":{"\ud800":{"objects":{}}}}""")]
    [InlineData("""{"videos":{"aa":{"objects":{"\udc00":{"frames":["00000"]}}}}}""")]
    [InlineData("""{"videos":{"aa":{"objects":{"1":{"frames":["\ud800"]}}}}}""")]
    [InlineData("""{"videos":{"aa":{"objects":{"1":{"category":"\ud800","frames":["00000"]}}}}}""")]
    [InlineData("{\"videos\":{\"aa\":{\"objects\":{\"1\":{\"frames\":[\"\u00ff\"]}}}}}")]
    public void YouTubeVos_TextThatIsNoUnicode_IsRefused(string latin1)
    {
        Annotate();
        File.WriteAllBytes(Meta, Encoding.Latin1.GetBytes(latin1));
        Assert.Contains("meta.json", Assert.Throws<LayoutException>(() => YouTubeVosLayout.Read(root)).Message);
    }

    [Theory]
    [InlineData("""{"videos":{"aa":{"objects":{"1":{"frames":["00000"]},"01":{"frames":["00000"]}}}}}""", "video aa: object 1 is listed twice")]
    [InlineData("""{"videos":{"aa":{"objects":{}},"aa":{"objects":{}}}}""", "video aa is listed twice")]
    public void YouTubeVos_ListedTwice_IsRefused(string json, string what)
    {
        Annotate();
        File.WriteAllText(Meta, json);
        Assert.Contains(what, Assert.Throws<LayoutException>(() => YouTubeVosLayout.Read(root)).Message);
    }

    private void Annotate()
    {
        using var writer = IndexedPngWriter.YouTubeVos(root, "aa");
        writer.Write(new ResultFrame(0, new LabelMask(1, 1, [1])));
    }
}
