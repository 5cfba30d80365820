namespace Rvos.Hosting.Outbound;

/// <summary>Why an outbound request was refused.</summary>
public enum OutboundRefusal
{
    /// <summary>Not an absolute URL, or one with characters or a length that are not taken.</summary>
    Malformed,

    /// <summary>A scheme other than https (or http to a host on the operator's allow-list).</summary>
    Scheme,

    /// <summary>A user name or password in the URL.</summary>
    UserInfo,

    /// <summary>A port that is not allowed.</summary>
    Port,

    /// <summary>A host name that is never a public receiver: localhost, or a cloud's metadata service.</summary>
    HostName,

    /// <summary>The name has no address.</summary>
    Unresolvable,

    /// <summary>An address, or one of the addresses of the name, is not a public one.</summary>
    Address,

    /// <summary>The answer is larger than allowed.</summary>
    TooLarge,

    /// <summary>The answer took longer than allowed.</summary>
    TooSlow,
}
