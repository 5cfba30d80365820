using System.Globalization;
using System.Numerics;

namespace Rvos.Weights;

/// <summary>
/// The layout of <c>torch.save</c> up to PyTorch 1.5: pickles of a magic number, the version 1001 and the system's facts,
/// the object, the list of storage keys; then for each key a 64-bit element count and the raw elements.
/// </summary>
internal sealed class LegacyCheckpoint : ITensorStorages
{
    private const int ProtocolVersion = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly Dictionary<string, TensorStorage> storages = new(StringComparer.Ordinal);

    private LegacyCheckpoint()
    {
    }

    public static PickleValue Load(Stream stream, string name, PickleBudget budget)
    {
        var input = new PickleInput(stream, name);
        if (input.ReadByte() != (byte)PickleOpcode.Protocol) throw new WeightsFormatException($"{name}: neither a zip archive nor a pickle, so no PyTorch checkpoint");
        stream.Position = 0;
        if (Unpickler.Load(input, budget) is not PickleInteger magic || magic.Value != Magic) throw input.Error("does not start with PyTorch's magic number");
        if (Unpickler.Load(input, budget) is not PickleInteger version || version.Value != ProtocolVersion) throw input.Error($"is not of PyTorch's file version {ProtocolVersion}");
        if (Unpickler.Load(input, budget) is not PickleMapping system) throw input.Error("lacks the facts of the system that wrote it");
        if (system.TryGetValue("little_endian", out var little) && little is PickleBoolean { Value: false }) throw input.Error("is big-endian, which is not read");

        var checkpoint = new LegacyCheckpoint();
        var root = Unpickler.Load(input, budget, checkpoint);
        checkpoint.ReadStorages(input, budget);
        return root;
    }

    public TensorStorage Find(PickleInput input, string key, TensorDType dtype, long elementCount)
    {
        if (!storages.TryGetValue(key, out var storage)) storages.Add(key, storage = new TensorStorage(key, dtype, elementCount));
        return storage;
    }

    private void ReadStorages(PickleInput input, PickleBudget budget)
    {
        if (Unpickler.Load(input, budget) is not PickleList keys) throw input.Error("lacks the list of storages");
        foreach (var item in keys.Items)
        {
            if (item is not PickleString { Value: var key } || !storages.TryGetValue(key, out var storage)) throw input.Error("lists a storage that nothing refers to");
            if (storage.IsLoaded) throw input.Error($"lists storage '{key}' twice");
            var count = input.ReadInt64();
            if (count != storage.ElementCount) throw input.Error($"has {count} elements in storage '{key}', {storage.ElementCount} expected");
            var bytes = count * storage.DType.Size();
            budget.Storage(input, bytes);
            storage.Bytes = input.ReadBytes(bytes);
        }

        var missing = storages.Values.FirstOrDefault(s => !s.IsLoaded);
        if (missing is not null) throw input.Error($"does not contain storage '{missing.Key}'");
    }
}
