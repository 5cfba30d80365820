namespace Rvos.Weights;

/// <summary>Collects the tensors of state dicts under new names and leaves out what the network never uses.</summary>
internal sealed class StateDictTensors
{
    private const string ModulePrefix = "module.";
    private const int MaxNameLength = 256;

    private readonly List<TensorData> kept = [];
    private readonly List<string> dropped = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public IReadOnlyList<TensorData> Kept => kept;

    public IReadOnlyList<string> Dropped => dropped;

    /// <summary>Whether the dict was saved from DataParallel, told by its first key.</summary>
    public static bool HasModulePrefix(PickleValue stateDict, string part) =>
        Mapping(stateDict, part).Entries is [{ Key: PickleString first }, ..] && first.Value.StartsWith(ModulePrefix, StringComparison.Ordinal);

    public void Add(string part, PickleValue stateDict, bool stripModulePrefix)
    {
        var entries = Mapping(stateDict, part).Entries;
        if (entries.Count == 0) throw new WeightsFormatException($"{part}: the state dict is empty");
        foreach (var (keyValue, value) in entries)
        {
            if (keyValue is not PickleString { Value: var key }) throw new WeightsFormatException($"{part}: a key is a {keyValue.Kind}, so this is no state dict");
            if (key.Length > MaxNameLength) throw new WeightsFormatException($"{part}: a key has {key.Length} characters, at most {MaxNameLength} are read");
            if (value is not PickleTensor tensor) throw new WeightsFormatException($"{part}: '{key}' is a {value.Kind}, not a tensor");
            if (stripModulePrefix && key.StartsWith(ModulePrefix, StringComparison.Ordinal)) key = key[ModulePrefix.Length..];
            var name = $"{part}.{key}";
            if (!names.Add(name)) throw new WeightsFormatException($"{part}: '{key}' is there twice");
            if (IsUnused(name)) dropped.Add(name);
            else kept.Add(tensor.ToTensorData(name));
        }
    }

    private static PickleMapping Mapping(PickleValue stateDict, string part) =>
        stateDict as PickleMapping ?? throw new WeightsFormatException($"{part}: a {stateDict.Kind} where a state dict is expected");

    private static bool IsUnused(string name) =>
        name.StartsWith("decoder.fc_stop.", StringComparison.Ordinal)
        || name.StartsWith("encoder.base.fc.", StringComparison.Ordinal)
        || name.StartsWith("encoder.base.classifier.", StringComparison.Ordinal)
        || name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);
}
