namespace Rvos.Weights;

/// <summary>
/// A weights file (safetensors, pickle, PyTorch checkpoint) is damaged, hostile, or uses something this project does not
/// read. The message says which file, what is wrong and where. Readers throw nothing else for bad bytes; a file that cannot
/// be opened at all is an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> as always.
/// </summary>
public sealed class WeightsFormatException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public WeightsFormatException()
    {
    }

    /// <summary>An exception that says what is wrong and where.</summary>
    /// <param name="message">One line for a person.</param>
    public WeightsFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says what is wrong and where, and keeps its cause.</summary>
    /// <param name="message">One line for a person.</param>
    /// <param name="innerException">The cause.</param>
    public WeightsFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
