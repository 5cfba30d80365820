namespace Rvos.Weights;

/// <summary>A storage on the interpreter's stack, waiting to become a tensor.</summary>
internal sealed class PickleStorageReference(TensorStorage storage) : PickleValue
{
    public TensorStorage Storage { get; } = storage;

    public override string Kind => "storage";

    internal override bool IsData => false;
}
