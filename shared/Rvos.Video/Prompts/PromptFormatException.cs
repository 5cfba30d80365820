namespace Rvos.Video.Prompts;

/// <summary>A box or polygon that cannot be read; the message says what and where.</summary>
public sealed class PromptFormatException : FormatException
{
    /// <summary>Where it is within the JSON, such as <c>[0][2]</c>; empty for all of it, or where it is no JSON.</summary>
    public string Place { get; init; } = "";

    /// <summary>With a message.</summary>
    public PromptFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public PromptFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
