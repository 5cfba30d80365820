using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Rvos.Gateway.Access;

/// <summary>Refuses to start a host that answers without keys beyond this machine.</summary>
internal sealed class AnonymousGuard(IServer server, IOptions<ApiKeyOptions> options) : IHostedLifecycleService
{
    // The addresses are known once the server listens; until then AnonymousRule looks at each request's own.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value is not { Anonymous: not null, AnonymousAnywhere: false }) return Task.CompletedTask;
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(address => !AnonymousRule.IsLoopback(address)) is not { } address) return Task.CompletedTask;
        throw new InvalidOperationException(
            $"{ApiKeyOptions.Section}:Anonymous lets requests without a key in, and this host listens at {address}, beyond this machine: " +
            $"listen at a loopback address, leave the setting out and make keys ('rvos keys create'), or set {ApiKeyOptions.Section}:AnonymousAnywhere");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
