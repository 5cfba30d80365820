namespace Rvos.Testing.Cluster;

/// <summary>What a local cluster consists of.</summary>
public sealed record ClusterOptions
{
    /// <summary>Processes of the encoder. Default 1.</summary>
    public int Encoders { get; init; } = 1;

    /// <summary>Processes of the decoder. Default 1.</summary>
    public int Decoders { get; init; } = 1;

    /// <summary>Processes of ingestion; the gateway talks to the first. Default 1.</summary>
    public int Ingestions { get; init; } = 1;

    /// <summary>Whose requests those without a key are. Default <c>local</c>.</summary>
    public string Tenant { get; init; } = "local";

    /// <summary>True where servers are going to be killed. Default false.</summary>
    public bool MayBeKilled { get; init; }

    /// <summary>Further settings of all services, as <c>Rvos__Jobs__MaximumRunning</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
