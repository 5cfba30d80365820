using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rvos.Cli.Submit.Client;
using Rvos.Contracts.Http;

namespace Rvos.Cli.Submit;

/// <summary>
/// What makes a job one and the same: the bytes of its video and its options. It goes along as the Idempotency-Key, and as a label by which the
/// job is found again from anywhere, when the server has forgotten the key or this machine its journal.
/// </summary>
internal static class JobKey
{
    internal const string Label = "submit-key";

    /// <summary>The key: 64 hexadecimal digits, and <c>-N</c> for the N-th job of the same, from the second on.</summary>
    /// <param name="sha256">Of the video.</param>
    /// <param name="job">The request without a video's id and without the label of the key.</param>
    /// <param name="attempt">From 1.</param>
    internal static string Of(string sha256, CreateJobRequest job, int attempt)
    {
        var options = JsonSerializer.Serialize(job with { Video = sha256 }, ApiClient.Json);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options)));
        return attempt == 1 ? hash : string.Create(CultureInfo.InvariantCulture, $"{hash}-{attempt}");
    }

    /// <summary>The request as it is sent.</summary>
    internal static CreateJobRequest Complete(CreateJobRequest job, string video, string key) =>
        job with { Video = video, Labels = new SortedDictionary<string, string>(job.Labels.ToDictionary(), StringComparer.Ordinal) { [Label] = key } };
}
