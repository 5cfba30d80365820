using System.Net;
using System.Net.Sockets;

namespace Rvos.Hosting.Outbound;

/// <summary>The resolver of the operating system, given five seconds.</summary>
public sealed class SystemHostResolver(TimeProvider time) : IHostResolver
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await Dns.GetHostAddressesAsync(host, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
