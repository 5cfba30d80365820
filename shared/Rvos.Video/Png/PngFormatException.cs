namespace Rvos.Video.Png;

/// <summary>Bytes that are not a PNG this reader takes; the message says what is wrong.</summary>
public sealed class PngFormatException : FormatException
{
    /// <summary>With a message.</summary>
    public PngFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public PngFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
