namespace Rvos.Hosting.Outbound;

/// <summary>
/// A request to an address that a user named was refused. The message is fit for a 4xx answer: it says what is wrong, and
/// never which address a name resolved to, as that would show the inside of the operator's network.
/// </summary>
public sealed class OutboundRefusedException : Exception
{
    /// <summary>With a reason and a message.</summary>
    public OutboundRefusedException(OutboundRefusal reason, string message)
        : base(message) => Reason = reason;

    /// <summary>With a reason, a message and what caused it.</summary>
    public OutboundRefusedException(OutboundRefusal reason, string message, Exception inner)
        : base(message, inner) => Reason = reason;

    /// <summary>Why.</summary>
    public OutboundRefusal Reason { get; }
}
