namespace Rvos.Cli.Submit;

/// <summary>What trying again does not mend; the message says what and where.</summary>
public sealed class SubmitException : Exception
{
    /// <summary>With a message.</summary>
    public SubmitException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public SubmitException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
