using Microsoft.Extensions.Hosting;

namespace Rvos.Hosting.Data;

/// <summary>Brings every module's tables up to date before any hosted service starts.</summary>
/// <param name="migrator">Runs the steps.</param>
/// <param name="sources">Of the modules.</param>
internal sealed class MigrationStartup(Migrator migrator, IEnumerable<MigrationSource> sources) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var source in sources) await migrator.MigrateAsync(source, cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
