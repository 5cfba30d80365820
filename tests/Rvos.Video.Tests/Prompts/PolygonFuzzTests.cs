using Rvos.Testing;
using Rvos.Video.Prompts;

namespace Rvos.Video.Tests.Prompts;

public sealed class PolygonFuzzTests : IDisposable
{
    private const int Inputs = 5_000;

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    private string Outline => Path.Combine(root, "outline.json");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Load_DamagedFiles_GiveAPolygonOrPromptFormatException()
    {
        byte[][] seeds = ["[[1,1],[7.5,1],[4,6e0]]"u8.ToArray(), "[[[0,0],[8,0],[8,8]],[[2,2],[-3,2],[2,5.25],[1,1]]]"u8.ToArray()];
        var mutator = new Mutator(5);
        var refused = 0;
        for (var i = 0; i < Inputs; i++)
        {
            File.WriteAllBytes(Outline, mutator.Mutate(seeds[i % seeds.Length]));
            try
            {
                Assert.Contains((byte)3, PolygonPrompt.Load(Outline).ToMask(9, 8, 3).Labels);
            }
            catch (PromptFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Inputs / 3, Inputs - 1);
    }

    [Fact]
    public void Load_EnormousFile_IsRefusedUnread()
    {
        using (var file = File.Create(Outline)) file.SetLength(1L << 32);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("limit", Assert.Throws<PromptFormatException>(() => PolygonPrompt.Load(Outline)).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Parse_TextThatIsNoUnicode_IsRefused() =>
        Assert.Contains("not JSON", Assert.Throws<PromptFormatException>(() => PolygonPrompt.Parse("[\"\ud800\"]")).Message);
}
