using Microsoft.AspNetCore.Http;

namespace Rvos.Cli.Tests.Submit;

/// <summary>What goes wrong, and when.</summary>
internal sealed class FakeFaults
{
    private readonly List<Fault> queue = [];

    /// <summary>The key that is asked for.</summary>
    internal string? Key { get; init; }

    /// <summary>Upload requests break off after this many bytes.</summary>
    internal int? CutAfter { get; set; }

    /// <summary>How many times they do.</summary>
    internal int Cuts { get; set; }

    /// <summary>Time that each piece of 64 KiB of an upload takes.</summary>
    internal TimeSpan UploadPace { get; set; }

    /// <summary>Time between two steps of a job.</summary>
    internal TimeSpan JobPace { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>For how long a new job is not in the list yet.</summary>
    internal TimeSpan Hidden { get; set; }

    /// <summary>Event streams: as they should be, broken off after one event, silent, or not there.</summary>
    internal string Events { get; set; } = "good";

    /// <summary>Entry that masks.zip has besides the masks.</summary>
    internal string? EvilEntry { get; set; }

    /// <summary>Names of videos whose job fails.</summary>
    internal HashSet<string> Failing { get; } = [];

    /// <summary>Names of files that are no video to the server.</summary>
    internal HashSet<string> NoVideos { get; } = [];

    /// <summary>The next request of a method whose path begins so fails; status 0 is a connection that breaks.</summary>
    internal void Next(string method, string path, int status, string? retryAfter = null, int times = 1, bool afterAnswering = false)
    {
        lock (queue) queue.AddRange(Enumerable.Repeat(new Fault(method, path, status, retryAfter, afterAnswering), times));
    }

    internal Fault? Take(HttpRequest request)
    {
        lock (queue)
        {
            var fault = queue.Find(f => f.Method == request.Method && request.Path.Value!.StartsWith(f.Path, StringComparison.Ordinal));
            if (fault is not null) queue.Remove(fault);
            return fault;
        }
    }

    /// <summary>Whether this upload request is to break off.</summary>
    internal bool TakeCut()
    {
        lock (queue) return CutAfter is not null && Cuts-- > 0;
    }

    internal sealed record Fault(string Method, string Path, int Status, string? RetryAfter, bool AfterAnswering);
}
