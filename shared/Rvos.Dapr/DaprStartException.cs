namespace Rvos.Dapr;

/// <summary>The host cannot start with Dapr as it is set. The message is one line for the operator, and holds no secret.</summary>
public sealed class DaprStartException : InvalidOperationException
{
    /// <summary>With a message.</summary>
    public DaprStartException(string message)
        : base(message)
    {
    }
}
