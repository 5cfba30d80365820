namespace Rvos.Weights;

/// <summary>Where a checkpoint format keeps the storages that its pickle refers to.</summary>
internal interface ITensorStorages
{
    /// <summary>The storage of a key: the same object each time, its bytes perhaps loaded later.</summary>
    TensorStorage Find(PickleInput input, string key, TensorDType dtype, long elementCount);
}
