using System.Diagnostics;
using Rvos.Testing.Servers;

namespace Rvos.Hosting.Tests.Servers;

public sealed class ServerProcessTests
{
    [Fact]
    public async Task Kill_ServerWithChildren_LeavesNone()
    {
        var mark = $"{600 + Environment.ProcessId}.25";
        await using var server = ServerProcess.Start(["sh", "-c", $"sleep {mark} & echo ready; wait"]);
        await UntilAsync(() => server.Output.Contains("ready", StringComparison.Ordinal) && Running(mark));
        await server.KillAsync();
        Assert.False(server.IsRunning);
        await UntilAsync(() => !Running(mark));
    }

    [Fact]
    public async Task Stop_ServerThatEndsInOrder_LetsIt()
    {
        await using var server = ServerProcess.Start(["sh", "-c", "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done"]);
        await UntilAsync(() => server.Output.Contains("ready", StringComparison.Ordinal));
        await server.StopAsync();
        await UntilAsync(() => server.Output.Contains("bye", StringComparison.Ordinal));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "it takes too long");
            await Task.Delay(20);
        }
    }

    // Only commands that are alive have a command line: a dead one that awaits its parent has none.
    private static bool Running(string mark) => Process.GetProcessesByName("sleep").Any(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(mark, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });
}
