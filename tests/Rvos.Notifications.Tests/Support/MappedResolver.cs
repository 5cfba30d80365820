using System.Collections.Concurrent;
using System.Net;
using Rvos.Hosting.Outbound;

namespace Rvos.Notifications.Tests.Support;

/// <summary>Names as a test wants them; a name's answers are given in turn, the last one for ever.</summary>
internal sealed class MappedResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, Queue<IPAddress[]>> _answers = new();

    private string? _hanging;

    internal ConcurrentQueue<string> Asked { get; } = new();

    internal MappedResolver Map(string host, params string[] addresses)
    {
        _answers.GetOrAdd(host, _ => new Queue<IPAddress[]>()).Enqueue([.. addresses.Select(IPAddress.Parse)]);
        return this;
    }

    /// <summary>From now on the name is looked up for ever.</summary>
    internal void Hang(string host) => _hanging = host;

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation)
    {
        Asked.Enqueue(host);
        if (host == _hanging) await Task.Delay(Timeout.Infinite, cancellation);
        if (!_answers.TryGetValue(host, out var answers)) return [];
        lock (answers) return answers.Count > 1 ? answers.Dequeue() : answers.Peek();
    }
}
