using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>What a completed job lacks beside its masks, in words for its owner. A column has a line for each.</summary>
internal static class JobWarnings
{
    /// <summary>There is no overlay.</summary>
    internal const string NoOverlay = "The overlay could not be made. Masks and annotations are complete.";

    /// <summary>The overlay is silent.</summary>
    internal const string NoSound = "The overlay is without the sound of the video, which it cannot carry.";

    /// <summary>The warnings.</summary>
    internal static string[] Of(string? column) => column?.Split('\n') ?? [];

    /// <summary>Whether the overlay that was wanted is not there and does not come.</summary>
    internal static bool LacksOverlay(JobRow row) => Of(row.Warnings).Contains(NoOverlay);
}
