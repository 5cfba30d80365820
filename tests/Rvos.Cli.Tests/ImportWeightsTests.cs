using Rvos.Model;
using Rvos.Testing;

namespace Rvos.Cli.Tests;

public class ImportWeightsTests
{
    [Theory]
    [InlineData("one_shot_legacy_pt10_cuda", true)]
    [InlineData("one_shot_zip_pt113", true)]
    [InlineData("zero_shot_legacy_dataparallel", false)]
    public async Task ImportWeights_OriginalCheckpoint_WritesAModelThatOpens(string name, bool oneShot)
    {
        Assert.SkipUnless(SharedData.IsThere, "needs ../shared");
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync("import-weights", SharedData.PathOf("golden", "checkpoints", name), "-o", folder["model.safetensors"]);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        using var model = RvosModel.Open(folder["model.safetensors"]);
        Assert.Equal(oneShot, model.Description.IsOneShot);
        Assert.Equal("ResNet34, hidden size 16", model.Description.Network.Summary);
    }
}
