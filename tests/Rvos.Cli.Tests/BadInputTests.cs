namespace Rvos.Cli.Tests;

public class BadInputTests
{
    private static readonly string Video = RvosProcess.Sample("dashcam.mp4"), Mask = RvosProcess.Sample("dashcam.png");

    public static TheoryData<string, string[]> Cases => new()
    {
        { "no such file", ["segment", "absent.mp4", "--mask", $"0:{Mask}", "-o", "OUT"] },
        { "at least one object", ["segment", Video, "-o", "OUT"] },
        { "leave out --mask", ["segment", Video, "--zero-shot", "--mask", $"0:{Mask}", "-o", "OUT"] },
        { "FRAME:VALUE expected", ["segment", Video, "--mask", Mask, "-o", "OUT"] },
        { "is not a box", ["segment", Video, "--box", "0:1,2,3", "-o", "OUT"] },
        { "outside the image", ["segment", Video, "--box", "0:0,0,9999,20", "-o", "OUT"] },
        { "belongs to --box", ["segment", Video, "--mask", $"0:{Mask}", "--fill-box", "-o", "OUT"] },
        { "no model 'nonsense'", ["segment", Video, "--mask", $"0:{Mask}", "--model", "nonsense", "-o", "OUT"] },
        // Found out only at the end of the video: --json keeps the progress lines of a slow machine away.
        { "mask for frame 100", ["segment", Video, "--json", "--mask", $"0:{Mask}", "--mask", $"100:{Mask}", "--no-overlay", "-o", "OUT"] },
        { "README.md", ["segment", RvosProcess.Sample("README.md"), "--mask", $"0:{Mask}", "-o", "OUT"] },
        { "not a PNG", ["segment", Video, "--mask", $"0:{RvosProcess.Sample("README.md")}", "-o", "OUT"] },
        { "there is no device", ["segment", Video, "--mask", $"0:{Mask}", "--device", "cuda:7", "-o", "OUT"] },
        { "--nonsense", ["segment", Video, "--nonsense", "-o", "OUT"] },
        { "no such folder", ["import-weights", "absent", "-o", "OUT"] },
        { "no card", ["models", "show", "nonsense"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Run_BadInput_OneLineAndExitCode2(string expected, string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync(arguments.Select(a => a == "OUT" ? folder["out"] : a).ToArray());
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.StartsWith("rvos: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--help", "segment samples/dashcam.mp4")]
    [InlineData("segment --help", "FRAME:PNG")]
    [InlineData("models", "rvos-resnet18-small")]
    [InlineData("models list --json", "one-shot")]
    [InlineData("models show rvos-resnet18-small", "Licence")]
    public async Task Run_HelpAndModels_Explains(string arguments, string expected)
    {
        var run = await RvosProcess.RunAsync(arguments.Split(' '));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }
}
