using System.Text.Json;
using Rvos.Cli.Submit.Client;

namespace Rvos.Cli.Submit.Journal;

/// <summary>Reads a journal's lines, up to the last whole one.</summary>
internal static class JournalReader
{
    private const int MaximumLine = 256 << 10;

    /// <summary>Reads all entries of a buffered stream; where the last whole line ends, which is where writing goes on.</summary>
    /// <exception cref="InvalidDataException">A line before the last is no entry: this is no journal, or someone has edited it.</exception>
    internal static long Read(Stream file, string path, Action<JournalEntry> entry)
    {
        var (good, number) = (0L, 0);
        string? damage = null;
        var line = new MemoryStream();
        for (int next; (next = file.ReadByte()) >= 0;)
        {
            if (damage is not null) throw new InvalidDataException(damage);
            if (next != '\n')
            {
                line.WriteByte((byte)next);
                if (line.Length > MaximumLine) throw new InvalidDataException($"{path}: line {number + 1} has more than {MaximumLine} bytes: this is no journal of 'rvos submit'");
                continue;
            }

            number++;
            if (Parse(line) is { } parsed)
            {
                entry(parsed);
                good += line.Length + 1;
            }
            else
            {
                // Fine on the last line alone: that is what a power failure leaves.
                damage = $"{path}: line {number} is damaged: remove that line, or name another --journal";
            }

            line.SetLength(0);
        }

        if (good == 0 && (damage is not null || line.Length > 0) && !LooksTorn(line, damage)) throw new InvalidDataException($"{path}: is no journal of 'rvos submit'");
        return good;
    }

    private static JournalEntry? Parse(MemoryStream line)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(line.GetBuffer().AsSpan(0, (int)line.Length), ApiClient.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A file of the user's own, named by mistake, must not be cut off: our first line begins like this, or is what a crash left of it.
    private static bool LooksTorn(MemoryStream line, string? damage) =>
        damage is null && (line.GetBuffer().AsSpan(0, (int)line.Length).StartsWith("{\"event\":"u8) || "{\"event\":"u8.StartsWith(line.GetBuffer().AsSpan(0, (int)line.Length)));
}
