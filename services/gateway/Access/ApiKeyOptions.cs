using System.ComponentModel.DataAnnotations;

namespace Rvos.Gateway.Access;

/// <summary>Settings of who may call; configuration section <c>Rvos:Gateway</c>.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Gateway";

    /// <summary>
    /// The tenant whose requests those without a key are; null (the default): they are refused. For one machine: the host does not
    /// start with it when it listens beyond loopback, see <see cref="AnonymousAnywhere"/>.
    /// </summary>
    public string? Anonymous { get; set; }

    /// <summary>Lets <see cref="Anonymous"/> answer anyone on the network. Default false.</summary>
    public bool AnonymousAnywhere { get; set; }

    /// <summary>
    /// Origins of pages that may use the API from browsers (CORS), such as <c>https://app.example.org</c>: scheme, host and port, without a path
    /// and never <c>*</c>. Default none. Such a page sends a key as any client does; where <see cref="Anonymous"/> lets requests in without, also those of these pages.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Requests per minute of each key that was made without a number of its own, 1 to 1,000,000. Default 600.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Unfinished jobs at once of each key that was made without a number of its own, 0 to 1,000,000. Default 16.</summary>
    [Range(0, 1_000_000)]
    public int JobQuota { get; set; } = 16;

    /// <summary>For how long a key that was looked up is known: a revoked one is refused after this time at the latest. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan KeyCache { get; set; } = TimeSpan.FromSeconds(5);
}
