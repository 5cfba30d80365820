namespace Rvos.Cli.Submit.Client;

/// <summary>How trouble is borne.</summary>
internal sealed record RetryOptions
{
    /// <summary>How long trouble may last, without anything getting on, before a file is given up. Default 5 min.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a server may ask to wait (429) before a file is given up. Default 24 h.</summary>
    internal TimeSpan PatienceWhenAsked { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The first wait; each further one is twice as long, give or take a quarter. Default 0.5 s.</summary>
    internal TimeSpan First { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait, unless the server asks for a longer one. Default 30 s.</summary>
    internal TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Of the jitter.</summary>
    internal int Seed { get; init; } = Environment.ProcessId;
}
