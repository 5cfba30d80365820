namespace Rvos.Weights;

/// <summary>How <c>torch.save</c> laid a file out.</summary>
public enum CheckpointFormat
{
    /// <summary>Pickles followed by raw storages: PyTorch up to 1.5.</summary>
    Legacy,
    /// <summary>A zip archive with one pickle and a member for each storage: PyTorch from 1.6.</summary>
    Zip,
}
