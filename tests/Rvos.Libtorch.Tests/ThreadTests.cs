using System.Globalization;
using static TorchSharp.torch;

namespace Rvos.Libtorch.Tests;

public class ThreadTests
{
    [Fact]
    public void Load_NobodySetThreads_ThoseOfTheEnvironmentOrAllCores()
    {
        TorchRuntime.Load();
        var said = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        Assert.Equal(string.IsNullOrEmpty(said) ? Environment.ProcessorCount : int.Parse(said, CultureInfo.InvariantCulture), get_num_threads());
    }
}
