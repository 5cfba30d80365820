using System.Collections.Concurrent;
using System.Net;
using Rvos.Hosting.Outbound;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Names as a test wants them; others have no address.</summary>
internal sealed class MappedResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, IPAddress[]> _answers = new();

    internal void Map(string host, params string[] addresses) => _answers[host] = [.. addresses.Select(IPAddress.Parse)];

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<IPAddress>>(_answers.GetValueOrDefault(host) ?? []);
}
