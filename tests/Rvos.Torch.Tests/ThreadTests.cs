using System.Globalization;
using static TorchSharp.torch;

namespace Rvos.Torch.Tests;

public class ThreadTests
{
    [Fact]
    public void GetNumThreads_NobodySetThem_ThoseOfTheEnvironmentOrAllCores()
    {
        var said = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        Assert.Equal(string.IsNullOrEmpty(said) ? Environment.ProcessorCount : int.Parse(said, CultureInfo.InvariantCulture), get_num_threads());
    }
}
