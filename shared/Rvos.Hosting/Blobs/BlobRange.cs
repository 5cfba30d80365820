namespace Rvos.Hosting.Blobs;

/// <summary>A part of a blob.</summary>
public readonly record struct BlobRange
{
    /// <summary>Describes a part.</summary>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="length">Bytes, at least 1; to the end when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative offset, or a length below 1.</exception>
    public BlobRange(long offset, long? length = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } bytes) ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1, nameof(length));
        Offset = offset;
        Length = length;
    }

    /// <summary>First byte, from 0.</summary>
    public long Offset { get; }

    /// <summary>Bytes; to the end when null.</summary>
    public long? Length { get; }
}
