using System.Collections.Concurrent;

namespace Rvos.Dapr.Tests.Support;

/// <summary>What a sidecar has behind it, which outlives it.</summary>
internal sealed class SidecarState
{
    private int _secretCalls;

    /// <summary>Secret stores: name, secret, key, value.</summary>
    internal Dictionary<string, Dictionary<string, Dictionary<string, string>>> Stores { get; } = [];

    /// <summary>What arrived at the broker.</summary>
    internal ConcurrentQueue<PublishedEvent> Published { get; } = new();

    /// <summary>Ids of all events that were to be published, also in vain.</summary>
    internal ConcurrentQueue<string> Tries { get; } = new();

    /// <summary>Whether publications fail.</summary>
    internal bool IsBrokerAway { get; set; }

    /// <summary>How many calls for secrets fail before the first that does not.</summary>
    internal int FailingSecretCalls { get; set; }

    /// <summary>The token that applications must tell; null for none.</summary>
    internal string? ApiToken { get; set; }

    internal int SecretCalls => _secretCalls;

    internal int CountSecretCall() => Interlocked.Increment(ref _secretCalls);
}
