using System.Collections.Concurrent;
using System.Data.Common;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Uses the videos that a test says.</summary>
internal sealed class SwitchedUse : IVideoUse
{
    internal ConcurrentDictionary<string, bool> Used { get; } = new();

    public Task<bool> IsUsedAsync(DbTransaction transaction, string videoId) => Task.FromResult(Used.ContainsKey(videoId));
}
