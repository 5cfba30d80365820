namespace Rvos.Cli.Submit.Journal;

/// <summary>What the journal's lines add up to, for one server.</summary>
internal sealed class JournalState(string server)
{
    private readonly Dictionary<string, JournalEntry> files = [], uploads = [], videos = [], jobs = [], ends = [], saved = [];

    /// <summary>SHA-256 of a file that has not changed since it was read.</summary>
    internal string? ContentOf(string path, long length, long modified) =>
        files.TryGetValue(path, out var file) && file.Length == length && file.Modified == modified ? file.Content : null;

    internal string? UploadOf(string content) => uploads.GetValueOrDefault(content)?.Upload;

    internal string? VideoOf(string content) => videos.GetValueOrDefault(content)?.Video;

    internal string? JobOf(string key) => jobs.GetValueOrDefault(key)?.Job;

    /// <summary>How a job ended; null for one that has not, as far as is known.</summary>
    internal JournalEntry? EndOf(string key) => ends.GetValueOrDefault(key);

    /// <summary>Whose results a folder holds; null when none were put there.</summary>
    internal string? KeyIn(string output) => saved.GetValueOrDefault(output)?.Key;

    internal void Apply(JournalEntry entry)
    {
        if (entry.Server is not null && entry.Server != server) return;
        switch (entry)
        {
            case { Event: "file", Path: { } path }: files[path] = entry; break;
            case { Event: "upload", Content: { } content }: uploads[content] = entry; break;
            case { Event: "video", Content: { } content }: videos[content] = entry; break;
            case { Event: "job", Key: { } key }: jobs[key] = entry; break;
            case { Event: "end", Key: { } key }: ends[key] = entry; break;
            case { Event: "saved", Output: { } output }: saved[output] = entry; break;
            case { Event: "lost" }: Forget(entry); break;
        }
    }

    private void Forget(JournalEntry entry)
    {
        if (entry.Content is { } content)
        {
            uploads.Remove(content);
            videos.Remove(content);
        }

        if (entry.Key is not { } key) return;
        jobs.Remove(key);
        ends.Remove(key);
    }
}
