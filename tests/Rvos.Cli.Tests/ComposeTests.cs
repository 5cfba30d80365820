using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Cli.Tests;

public sealed class ComposeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ComposeTests() => MovingSquares.Write(folder, "own");

    [Fact]
    public async Task Compose_TwoSequences_EachWithAnObjectOfTheOtherAndReadyToEvaluate()
    {
        var run = await RvosProcess.RunAsync("compose", folder["own"], "-o", folder["out"], "--objects", "2", "--frames", "5");
        Assert.Equal((0, "s0+s1: 5 frames\ns1+s0: 5 frames\n"), (run.ExitCode, run.Error + run.Output));
        foreach (var sequence in DavisLayout.Read(folder["out"]))
        {
            Assert.Equal(5, Directory.GetFiles(Path.Combine(folder["out"], "JPEGImages", "480p", sequence.Name)).Length);
            var first = LabelMaskReader.Read(Path.Combine(folder["out"], "Annotations", "480p", sequence.Name, "00000.png"), MaskValues.Labels);
            Assert.Equal<byte>([0, 1, 2], first.Labels.Distinct().Order());
        }

        var evaluated = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["out"], "--results", folder["out/Annotations/480p"]);
        Assert.Equal(0, evaluated.ExitCode);
        Assert.Contains("davis-2017", evaluated.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compose_SameSeed_SameFiles()
    {
        foreach (var (name, seed) in new[] { ("a", "3"), ("b", "3"), ("c", "4") })
            Assert.Equal(0, (await RvosProcess.RunAsync("compose", folder["own"], "-o", folder[name], "--objects", "2", "--frames", "2", "--seed", seed)).ExitCode);
        Assert.Equal(Bytes("a"), Bytes("b"));
        Assert.NotEqual(Bytes("a"), Bytes("c"));
    }

    [Theory]
    [InlineData("own", "--objects", "1", "--objects must be within 2..10")]
    [InlineData("nowhere", "--objects", "2", "nowhere")]
    [InlineData("own", "-o", "own", "the folder is not empty")]
    public async Task Compose_BadInput_OneLineAndExitCode2(string sequences, string option, string value, string expected)
    {
        var run = await RvosProcess.RunAsync(["compose", folder[sequences], .. option == "-o" ? ["-o", folder[value]] : (string[])["-o", folder["out"], option, value]]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task Compose_LastSequenceWithoutAnObject_SaysWhichAndLeavesNothing()
    {
        MovingSquares.Write(folder, "three");
        foreach (var part in new[] { "JPEGImages", "Annotations" }) Directory.Move(folder[$"own/{part}/s0"], folder[$"three/{part}/r0"]);
        File.WriteAllBytes(folder["three/Annotations/s1/00000.png"], PngWriter.Encode(new LabelMask(96, 48, new byte[96 * 48])));
        var run = await RvosProcess.RunAsync("compose", folder["three"], "-o", folder["out"], "--objects", "2");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("r0+s0", run.Output, StringComparison.Ordinal);
        Assert.Contains("s1: no draw left 2 objects visible", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    public void Dispose() => folder.Dispose();

    private byte[] Bytes(string name) => Directory.GetFiles(folder[name], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes).ToArray();
}
