using System.IO.Compression;
using System.IO.Hashing;

namespace Rvos.Weights;

/// <summary>
/// The layout of <c>torch.save</c> from PyTorch 1.6: a zip archive of uncompressed members, <c>NAME/data.pkl</c> and
/// <c>NAME/data/KEY</c> for each storage. Compressed members are refused (PyTorch writes none), so there are no zip bombs.
/// </summary>
internal sealed class ZipCheckpoint : ITensorStorages
{
    private const int MaxMembers = 200_000;
    private const string PickleName = "data.pkl";

    private readonly Dictionary<string, ZipArchiveEntry> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorStorage> storages = new(StringComparer.Ordinal);
    private readonly PickleBudget budget;
    private readonly string name;
    private readonly string folder;
    private readonly long fileLength;

    private ZipCheckpoint(ZipArchive archive, long fileLength, string name, PickleBudget budget)
    {
        this.name = name;
        this.fileLength = fileLength;
        this.budget = budget;
        if (archive.Entries.Count > MaxMembers) throw Error($"has {archive.Entries.Count} members, at most {MaxMembers} are read");
        foreach (var entry in archive.Entries)
        {
            if (!members.TryAdd(entry.FullName, entry)) throw Error($"has member '{entry.FullName}' twice");
        }

        var pickles = members.Keys.Where(m => m.EndsWith('/' + PickleName, StringComparison.Ordinal) && m.IndexOf('/') == m.Length - PickleName.Length - 1).ToArray();
        if (pickles.Length != 1) throw Error($"has {pickles.Length} members NAME/{PickleName}, 1 expected");
        folder = pickles[0][..^PickleName.Length];
    }

    public static PickleValue Load(Stream stream, string name, PickleBudget budget)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return new ZipCheckpoint(archive, stream.Length, name, budget).Load();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new WeightsFormatException($"{name}: damaged zip archive: {exception.Message}", exception);
        }
    }

    public TensorStorage Find(PickleInput input, string key, TensorDType dtype, long elementCount)
    {
        if (storages.TryGetValue(key, out var storage)) return storage;
        var bytes = elementCount * dtype.Size();
        budget.Storage(input, bytes);
        storage = new TensorStorage(key, dtype, elementCount) { Bytes = Read(folder + "data/" + key, bytes) };
        storages.Add(key, storage);
        return storage;
    }

    private PickleValue Load()
    {
        if (members.ContainsKey(folder + "byteorder") && !Read(folder + "byteorder", 6).AsSpan().SequenceEqual("little"u8))
            throw Error("is big-endian, which is not read");
        var member = folder + PickleName;
        var length = members[member].Length;
        if (length > budget.Limits.MaxPickleBytes) throw Error($"has a pickle of {length} bytes, at most {budget.Limits.MaxPickleBytes} are read");
        using var pickle = new MemoryStream(Read(member, length));
        return Unpickler.Load(new PickleInput(pickle, $"{name}/{PickleName}"), budget, this);
    }

    private byte[] Read(string member, long expected)
    {
        if (!members.TryGetValue(member, out var entry)) throw Error($"does not contain '{member}'");
        if (entry.CompressedLength != entry.Length) throw Error($"has a compressed member '{member}'; PyTorch stores them plain");
        if (entry.Length > fileLength) throw Error($"claims {entry.Length} bytes for '{member}' in a file of {fileLength}");
        if (entry.Length != expected) throw Error($"has {entry.Length} bytes in '{member}', {expected} expected");
        var bytes = new byte[expected];
        using var content = entry.Open();
        content.ReadExactly(bytes);
        if (Crc32.HashToUInt32(bytes) != entry.Crc32) throw Error($"is damaged in '{member}': checksum mismatch");
        return bytes;
    }

    private WeightsFormatException Error(string what) => new($"{name}: {what}");
}
