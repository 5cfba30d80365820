namespace Rvos.Weights;

/// <summary>A global of the allow-list on the interpreter's stack. It is a name, never code.</summary>
internal sealed class PickleGlobal(string name, PickleGlobalKind globalKind, TensorDType dtype = default) : PickleValue
{
    private static readonly Dictionary<string, PickleGlobal> Allowed = new PickleGlobal[]
    {
        new("collections.OrderedDict", PickleGlobalKind.OrderedDict),
        new("argparse.Namespace", PickleGlobalKind.Namespace),
        new("torch.Size", PickleGlobalKind.Size),
        new("torch._utils._rebuild_tensor_v2", PickleGlobalKind.RebuildTensor),
        new("torch._utils._rebuild_parameter", PickleGlobalKind.RebuildParameter),
        new("_codecs.encode", PickleGlobalKind.Encode),
        new("torch.FloatStorage", PickleGlobalKind.Storage, TensorDType.F32),
        new("torch.HalfStorage", PickleGlobalKind.Storage, TensorDType.F16),
        new("torch.BFloat16Storage", PickleGlobalKind.Storage, TensorDType.BF16),
        new("torch.DoubleStorage", PickleGlobalKind.Storage, TensorDType.F64),
        new("torch.LongStorage", PickleGlobalKind.Storage, TensorDType.I64),
        new("torch.IntStorage", PickleGlobalKind.Storage, TensorDType.I32),
        new("torch.ShortStorage", PickleGlobalKind.Storage, TensorDType.I16),
        new("torch.CharStorage", PickleGlobalKind.Storage, TensorDType.I8),
        new("torch.ByteStorage", PickleGlobalKind.Storage, TensorDType.U8),
        new("torch.BoolStorage", PickleGlobalKind.Storage, TensorDType.Bool),
    }.ToDictionary(g => g.Name, StringComparer.Ordinal);

    public string Name { get; } = name;

    public PickleGlobalKind GlobalKind { get; } = globalKind;

    /// <summary>Element type of a storage class.</summary>
    public TensorDType DType { get; } = dtype;

    public override string Kind => "global " + Name;

    internal override bool IsData => false;

    public static PickleGlobal? Find(string module, string name) => Allowed.GetValueOrDefault(module + "." + name);
}
