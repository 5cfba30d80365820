using System.Net;

namespace Rvos.Hosting.Outbound;

/// <summary>Names to addresses. Behind an interface so that tests can map names.</summary>
public interface IHostResolver
{
    /// <summary>All addresses of a name; empty where it has none.</summary>
    /// <param name="host">A host name in ASCII (IDNA) form, without a trailing dot.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation);
}
