namespace Rvos.Video.Layouts;

/// <summary>A folder is not laid out as its dataset is; the message says what is missing or wrong, and where.</summary>
public sealed class LayoutException : FormatException
{
    /// <summary>With a message.</summary>
    public LayoutException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public LayoutException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
