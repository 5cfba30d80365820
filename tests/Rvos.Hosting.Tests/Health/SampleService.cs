using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rvos.Hosting.Defaults;
using Rvos.Hosting.Health;
using Rvos.Hosting.Telemetry;
using Rvos.Hosting.Tests.Telemetry;

namespace Rvos.Hosting.Tests.Health;

/// <summary>
/// A service with work in flight: it begins at the start and ends when a file is gone; each step of the end is a line of a log file.
/// Settings: <c>log</c> and <c>work</c>, paths. With <c>pipeline</c> it has the services of <see cref="SamplePipeline"/> instead, under a <c>name</c>.
/// </summary>
public static class SampleService
{
    /// <summary>The first argument of a program that shall be the service; without it, it runs the tests.</summary>
    public const string Argument = "sample-service";

    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, EnvironmentName = "Testing" });
        builder.AddRvosDefaults(builder.Configuration["name"] ?? "sample");
        builder.AddRvosDefaults("another name, too late");
        if (builder.Configuration["pipeline"] is { } services) SamplePipeline.Add(builder, services);
        else builder.Services.AddHostedService<SampleWork>();
        var app = builder.Build();
        app.MapRvosDefaults();
        app.MapRvosDefaults();
        app.MapGet("/ping", () => "pong");
        SamplePipeline.Map(app);
        return app;
    }

    /// <summary>The work; as a hosted service it also notes when the host stops services.</summary>
    private sealed class SampleWork(Drain drain, RvosMetrics metrics, Microsoft.Extensions.Configuration.IConfiguration settings) : IHostedService
    {
        private readonly string _log = settings["log"]!, _work = settings["work"]!;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            drain.Stopping.Register(() => Note("stopping"));
            var piece = drain.Begin();
            _ = WorkAsync(piece);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Note("services stop");
            return Task.CompletedTask;
        }

        private async Task WorkAsync(IDisposable piece)
        {
            using var measured = metrics.MeasureStage(PipelineStage.Encode);
            while (File.Exists(_work)) await Task.Delay(20);
            measured.Complete(16);
            Note("work ended");
            piece.Dispose();
        }

        private void Note(string line)
        {
            lock (this) File.AppendAllText(_log, line + "\n");
        }
    }
}
