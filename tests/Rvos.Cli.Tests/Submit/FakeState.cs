using System.Collections.Concurrent;
using System.Text.Json;

namespace Rvos.Cli.Tests.Submit;

/// <summary>What the server knows.</summary>
internal sealed class FakeState
{
    private int number;

    internal ConcurrentDictionary<string, Upload> Uploads { get; } = new();

    internal ConcurrentDictionary<string, Video> Videos { get; } = new();

    internal ConcurrentDictionary<string, Job> Jobs { get; } = new();

    /// <summary>Jobs by Idempotency-Key.</summary>
    internal ConcurrentDictionary<string, Job> Keys { get; } = new();

    internal ConcurrentQueue<string> Requests { get; } = new();

    internal string NewId(string prefix) => $"{prefix}_{Interlocked.Increment(ref number):D6}";

    internal sealed class Upload(string id, long length, string name)
    {
        internal string Id { get; } = id;

        internal long Length { get; } = length;

        internal string Name { get; } = name;

        internal MemoryStream Bytes { get; } = new();

        internal SemaphoreSlim Door { get; } = new(1);

        internal string? Video { get; set; }

        internal string? Error { get; set; }
    }

    internal sealed record Video(string Id, string Name, string Sha256, byte[] Bytes);

    internal sealed class Job(string id, string key, string body, JsonElement request)
    {
        internal string Id { get; } = id;

        internal string Key { get; } = key;

        internal string Body { get; } = body;

        internal JsonElement Request { get; } = request;

        internal string Video => Request.GetProperty("video").GetString()!;

        internal volatile string State = "queued";

        internal volatile int Done;

        internal DateTimeOffset ShownAt { get; set; }

        internal bool WasAskedForOverlay { get; set; }

        internal const int Frames = 5;
    }
}
