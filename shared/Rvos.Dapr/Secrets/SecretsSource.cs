using Microsoft.Extensions.Configuration;

namespace Rvos.Dapr.Secrets;

/// <summary>Settings from a Dapr secret store, read once when the host is built.</summary>
/// <param name="settings">Name the store and the secrets.</param>
/// <param name="time">For pauses between tries.</param>
internal sealed class SecretsSource(DaprSettings settings, TimeProvider time) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new SecretsProvider(settings, time);
}
