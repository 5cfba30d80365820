namespace Rvos.Evaluation.YouTubeVos;

/// <summary>What is counted. The server's own code was never published; the defaults are those of the public re-implementations.</summary>
public sealed record YouTubeVosProtocol
{
    /// <summary>Leaves out the frame in which an object is given. Default: true.</summary>
    public bool WithoutFirst { get; init; } = true;

    /// <summary>Leaves out an object's last annotated frame. Default: true.</summary>
    public bool WithoutLast { get; init; } = true;

    /// <summary>Categories that training did not show; null when it is not known which, so that no object counts as unseen or seen.</summary>
    public IReadOnlySet<string>? Unseen { get; init; }
}
