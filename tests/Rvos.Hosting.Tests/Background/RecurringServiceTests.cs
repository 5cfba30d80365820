using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rvos.Hosting.Background;

namespace Rvos.Hosting.Tests.Background;

public sealed class RecurringServiceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Errors => ["overflow", "cast", "null", "cancelled", "memory"];

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Turn_ThrowsAnything_TheNextOneComes(string error)
    {
        var time = new FakeTimeProvider();
        var failed = new TaskCompletionSource();
        var again = new TaskCompletionSource();
        using var service = new CountingService(time, NullLogger<CountingService>.Instance, turn =>
        {
            if (turn == 1)
            {
                failed.SetResult();
                throw Of(error);
            }

            again.TrySetResult();
            return Task.FromResult(TimeSpan.FromDays(1));
        });
        await service.StartAsync(CancellationToken.None);
        await failed.Task.WaitAsync(Limit);
        using var limit = new CancellationTokenSource(Limit);
        while (!again.Task.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            // The pause may begin only after the clock was moved.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await service.StopAsync(CancellationToken.None);
        Assert.True(service.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(2, service.Turns);
    }

    [Fact]
    public void PauseAfter_FailuresInARow_DoublesUpToAMinute()
    {
        using var service = new CountingService(TimeProvider.System, NullLogger<CountingService>.Instance, _ => Task.FromResult(TimeSpan.Zero));
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(1, 8).Select(n => (int)service.Pause(n).TotalSeconds));
        Assert.Equal(TimeSpan.FromMinutes(1), service.Pause(int.MaxValue));
    }

    [Fact]
    public async Task HasFailed_BackgroundServiceThatThrew_True()
    {
        foreach (var fails in new[] { true, false })
        {
            var builder = WebApplication.CreateBuilder();
            builder.Configuration["Urls"] = "http://127.0.0.1:0";
            builder.Services.AddHostedService(services => new EndingService(services.GetRequiredService<IHostApplicationLifetime>(), fails));
            await using var app = builder.Build();
            await app.StartAsync();
            if (!fails) await app.StopAsync();
            await app.WaitForShutdownAsync().WaitAsync(Limit);
            Assert.Equal(fails, app.HasFailed());
        }
    }

    private static Exception Of(string error) => error switch
    {
        "overflow" => new OverflowException(),
        "cast" => new InvalidCastException(),
        "null" => new NullReferenceException(),
        "cancelled" => new OperationCanceledException(),
        _ => new InsufficientMemoryException(),
    };

    private sealed class EndingService(IHostApplicationLifetime lifetime, bool fails) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task;
            if (fails) throw new InvalidCastException();
        }
    }
}
