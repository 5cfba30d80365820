using System.Text.Json;

namespace Rvos.Hosting.Tests.Health;

/// <summary>A real process under SIGTERM.</summary>
public sealed class DrainProcessTests
{
    [Fact]
    public async Task Terminate_WithWorkInFlight_FailsReadinessServesOnAndStopsServicesAfterTheWork()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        await using var process = await SampleProcess.StartAsync();
        await process.UntilAsync("/health/ready", 200);

        process.Terminate();
        await process.UntilAsync("/health/ready", 503);
        Assert.Equal(200, await process.StatusAsync("/health/live"));
        Assert.Equal("pong", await process.GetAsync("/ping"));
        Assert.Equal(["stopping"], process.Log);

        process.EndWork();
        Assert.Equal(0, await process.ExitAsync());
        Assert.Equal(["stopping", "work ended", "services stop"], process.Log);
    }

    [Fact]
    public async Task Terminate_WorkThatDoesNotEnd_StopsAfterDrainSeconds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        await using var process = await SampleProcess.StartAsync("--Rvos:Health:DrainSeconds", "0.5");

        process.Terminate();

        Assert.Equal(0, await process.ExitAsync());
        Assert.Equal(["stopping", "services stop"], process.Log);
    }

    [Fact]
    public async Task Log_OutsideDevelopment_IsJson()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        await using var process = await SampleProcess.StartAsync();
        process.Terminate();
        await process.UntilOutputAsync("1 pieces of work in flight");
        process.EndWork();
        await process.ExitAsync();

        var lines = process.Output.Where(line => line.Length > 0).ToArray();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("Message", out _)));
    }
}
