namespace Rvos.Video.Rle;

/// <summary>A run-length code that does not describe a mask.</summary>
public sealed class RleFormatException : FormatException
{
    /// <summary>Where it is within the JSON, such as <c>counts[2]</c>; empty for all of it.</summary>
    public string Place { get; init; } = "";

    /// <summary>With a message.</summary>
    public RleFormatException(string message)
        : base(message)
    {
    }
}
