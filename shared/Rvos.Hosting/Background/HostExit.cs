using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Rvos.Hosting.Background;

/// <summary>Whether a host ended because it was told to, or because work in its background failed: supervisors restart what exits with another code than 0.</summary>
public static class HostExit
{
    /// <summary>Runs a service until it is stopped.</summary>
    /// <param name="app">The service.</param>
    /// <returns>0, or 1 when a background service failed and stopped the host.</returns>
    public static async Task<int> RunServiceAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.Services.GetServices<IHostedService>().ToArray();
        await app.RunAsync().ConfigureAwait(false);
        return HasFailed(services) ? 1 : 0;
    }

    /// <summary>True when one of the host's background services failed.</summary>
    /// <param name="host">Not disposed yet.</param>
    public static bool HasFailed(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return HasFailed(host.Services.GetServices<IHostedService>());
    }

    private static bool HasFailed(IEnumerable<IHostedService> services) => services.OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true });
}
