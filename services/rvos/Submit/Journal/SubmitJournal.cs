using System.Text.Json;
using Rvos.Cli.Submit.Client;

namespace Rvos.Cli.Submit.Journal;

/// <summary>
/// The file that lets a batch go on where it was stopped. Lines are only added, and each is on the disk before anything is built on it;
/// a line that a crash has torn is cut off. One process at a time.
/// </summary>
internal sealed class SubmitJournal : IDisposable
{
    private readonly FileStream file;
    private readonly TimeProvider time;
    private readonly string server;
    private readonly JournalState state;
    private readonly Lock writing = new();

    private SubmitJournal(FileStream file, string server, TimeProvider time)
    {
        (this.file, this.server, this.time) = (file, server, time);
        state = new JournalState(server);
    }

    /// <summary>Opens a journal, or begins one.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or is no journal.</exception>
    /// <exception cref="IOException">The file cannot be opened, or another process has it.</exception>
    internal static SubmitJournal Open(string path, Uri server, TimeProvider time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = OpenFile(path);
        try
        {
            var journal = new SubmitJournal(file, server.GetLeftPart(UriPartial.Authority), time);
            var end = JournalReader.Read(file, path, journal.state.Apply);
            if (end < file.Length) file.SetLength(end);
            file.Position = end;
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Looks something up.</summary>
    internal T Look<T>(Func<JournalState, T> look)
    {
        lock (writing) return look(state);
    }

    /// <summary>Writes an entry; it is on the disk afterwards.</summary>
    /// <param name="entry">What has happened.</param>
    /// <param name="isAnywhere">It holds for any server.</param>
    internal void Append(JournalEntry entry, bool isAnywhere = false)
    {
        entry = entry with { At = time.GetUtcNow(), Server = isAnywhere ? null : server };
        var line = JsonSerializer.SerializeToUtf8Bytes(entry, ApiClient.Json);
        lock (writing)
        {
            file.Write([.. line, (byte)'\n']);
            file.Flush(flushToDisk: true);
            state.Apply(entry);
        }
    }

    public void Dispose() => file.Dispose();

    private static FileStream OpenFile(string path)
    {
        const int LockedByAnother = 11, BufferBytes = 64 << 10;
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferBytes);
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is LockedByAnother or 32 or 33)
        {
            throw new IOException($"{path}: another 'rvos submit' is at work with this journal", e);
        }
    }
}
