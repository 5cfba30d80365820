namespace Rvos.Video.Rle;

/// <summary>A run-length code that does not describe a mask.</summary>
public sealed class RleFormatException : FormatException
{
    /// <summary>With a message.</summary>
    public RleFormatException(string message)
        : base(message)
    {
    }
}
