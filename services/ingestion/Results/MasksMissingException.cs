namespace Rvos.Ingestion.Results;

/// <summary>Masks that were told of are not in the blob store.</summary>
/// <param name="name">Of the blob.</param>
/// <param name="segment">Whose masks are missing.</param>
/// <param name="inner">What the store said.</param>
public sealed class MasksMissingException(string name, int segment, Exception? inner = null) : IOException($"{name}: it is gone", inner)
{
    /// <summary>The segment whose masks are missing, from 0.</summary>
    public int Segment => segment;
}
