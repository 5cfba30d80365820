using System.Reflection;
using Microsoft.Extensions.Hosting;
using Rvos.Hosting.Background;

namespace Rvos.Cli.Tests.Serving;

public sealed class BackgroundServicesTests
{
    // These wait for what is in flight before they end, and catch whatever a turn throws themselves; the first is over once the host has started, and must stop a host that cannot.
    private static readonly string[] Others = ["StartupRunner", "DeliveryDispatcher", "JobEventPublisher"];

    [Fact]
    public void BackgroundServices_OfAllAssemblies_AreRecurringServices()
    {
        var services = Directory.GetFiles(AppContext.BaseDirectory, "Rvos.*.dll").Where(path => !Path.GetFileName(path).Contains("Test", StringComparison.Ordinal))
            .SelectMany(path => Assembly.LoadFrom(path).GetTypes()).Where(type => type.IsSubclassOf(typeof(BackgroundService)) && !type.IsAbstract).ToArray();
        Assert.True(services.Length > Others.Length);
        Assert.Equal(Others.Order(), services.Where(type => !type.IsSubclassOf(typeof(RecurringService))).Select(type => type.Name).Order());
    }
}
