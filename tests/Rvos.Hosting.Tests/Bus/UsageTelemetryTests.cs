using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Bus;

namespace Rvos.Hosting.Tests.Bus;

public sealed class UsageTelemetryTests
{
    [Theory]
    [InlineData("InMemory")]
    [InlineData("RabbitMq")]
    public void AddRvosBus_AnyTransport_ReportsNothingToTheLibrarysMaker(string transport)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["Rvos:Bus:Transport"] = transport;
        builder.Configuration["Rvos:Bus:Address"] = "amqp://localhost";
        builder.AddRvosBus();
        using var host = builder.Build();
        Assert.False(host.Services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);
    }
}
