using System.Text.Json;
using Rvos.Contracts.Jobs;

namespace Rvos.Ingestion.Jobs.Prompts;

/// <summary>A manifest as a column, bounded: it is read with each step of the job.</summary>
internal static class ManifestText
{
    private const int MaximumLength = 2 << 20;

    /// <summary>The manifest as JSON.</summary>
    /// <exception cref="BadRequestFieldException">It lists too many objects in too many frames.</exception>
    internal static string Of(JobManifest manifest)
    {
        var text = JsonSerializer.Serialize(manifest);
        return text.Length <= MaximumLength ? text
            : throw new BadRequestFieldException("masks", $"Masks of {manifest.Prompts.Count} frames with {manifest.Prompts.Sum(p => p.Objects.Count)} objects in all are more than a job may have.");
    }
}
