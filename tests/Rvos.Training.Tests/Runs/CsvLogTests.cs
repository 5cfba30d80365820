using Rvos.Training.Runs;

namespace Rvos.Training.Tests.Runs;

public sealed class CsvLogTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void Open_AfterAKill_LinesBeyondTheStateAndTheCutOneAreGone()
    {
        File.WriteAllText(path, "step,loss\n2,0.5\n4,0.4\n6,0.3\n8,0.");
        using (var log = new CsvLog(path, "step,loss", 4)) log.Write("6", "0.35");
        Assert.Equal(["step,loss", "2,0.5", "4,0.4", "6,0.35"], File.ReadAllLines(path));
        Assert.Equal([[2, 0.5], [4, 0.4], [6, 0.35]], CsvLog.Read(path));
    }

    public void Dispose() => File.Delete(path);
}
