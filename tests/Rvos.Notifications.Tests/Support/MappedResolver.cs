using System.Collections.Concurrent;
using System.Net;
using Rvos.Hosting.Outbound;

namespace Rvos.Notifications.Tests.Support;

/// <summary>Names as a test wants them; a name's answers are given in turn, the last one for ever.</summary>
internal sealed class MappedResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, Queue<IPAddress[]>> _answers = new();

    internal ConcurrentQueue<string> Asked { get; } = new();

    internal MappedResolver Map(string host, params string[] addresses)
    {
        _answers.GetOrAdd(host, _ => new Queue<IPAddress[]>()).Enqueue([.. addresses.Select(IPAddress.Parse)]);
        return this;
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation)
    {
        Asked.Enqueue(host);
        if (!_answers.TryGetValue(host, out var answers)) return Task.FromResult<IReadOnlyList<IPAddress>>([]);
        lock (answers) return Task.FromResult<IReadOnlyList<IPAddress>>(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }
}
