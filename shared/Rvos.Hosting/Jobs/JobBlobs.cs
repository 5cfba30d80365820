using System.Globalization;

namespace Rvos.Hosting.Jobs;

/// <summary>Names of a job's blobs: functions of job, revision, segment and stage, so that a stage done twice writes the same blob.</summary>
public static class JobBlobs
{
    /// <summary>Every so many segments a checkpoint is kept for good, so that a correction need not start from the beginning: a revision may start at any multiple of it.</summary>
    public const int KeptCheckpoints = 16;

    /// <summary>Everything of a job.</summary>
    public static string All(string job) => $"jobs/{job}/";

    /// <summary>What the stages need to know.</summary>
    public static string Manifest(string job) => $"jobs/{job}/manifest.json";

    /// <summary>The numerical build that computes for the job.</summary>
    public static string Build(string job) => $"jobs/{job}/build.json";

    /// <summary>Frames at the model's size.</summary>
    public static string Frames(string job, int segment) => $"jobs/{job}/frames/{Number(segment)}";

    /// <summary>All frames of a job.</summary>
    public static string AllFrames(string job) => $"jobs/{job}/frames/";

    /// <summary>Feature pyramids.</summary>
    public static string Features(string job, int segment) => $"jobs/{job}/features/{Number(segment)}";

    /// <summary>All feature pyramids of a job.</summary>
    public static string AllFeatures(string job) => $"jobs/{job}/features/";

    /// <summary>Masks.</summary>
    public static string Masks(string job, int revision, int segment) => $"jobs/{job}/masks/{Number(revision)}/{Number(segment)}";

    /// <summary>The recurrent state after a segment.</summary>
    public static string Checkpoint(string job, int revision, int segment) => $"jobs/{job}/checkpoints/{Number(revision)}/{Number(segment)}";

    /// <summary>Masks that were given; the key is one of its own for each, so that two changes at once write two blobs.</summary>
    public static string Prompt(string job, string key) => $"jobs/{job}/prompts/{key}.png";

    /// <summary>All masks that were given.</summary>
    public static string AllPrompts(string job) => $"jobs/{job}/prompts/";

    /// <summary>All masks.</summary>
    public static string AllMasks(string job) => $"jobs/{job}/masks/";

    /// <summary>All recurrent states.</summary>
    public static string AllCheckpoints(string job) => $"jobs/{job}/checkpoints/";

    /// <summary>True for a segment whose recurrent state is kept for good.</summary>
    public static bool IsKept(int segment) => (segment + 1) % KeptCheckpoints == 0;

    /// <summary>All overlay videos.</summary>
    public static string AllOverlays(string job) => $"jobs/{job}/overlay/";

    /// <summary>The overlay video.</summary>
    public static string Overlay(string job, int revision) => $"jobs/{job}/overlay/{Number(revision)}.mp4";

    /// <summary>Below a prefix whose names go on with a revision: names of that revision and of later ones are, in ordinal order, behind this.</summary>
    public static string FromRevision(string prefix, int revision) => prefix + Number(revision);

    /// <summary>Ground truth masks of a frame.</summary>
    public static string Truth(string job, int frame) => $"jobs/{job}/truth/{Number(frame)}.png";

    /// <summary>All ground truth of a job.</summary>
    public static string AllTruth(string job) => $"jobs/{job}/truth/";

    /// <summary>The evaluation against ground truth.</summary>
    public static string Metrics(string job, int revision) => $"jobs/{job}/metrics/{Number(revision)}.json";

    /// <summary>Name of the lease of the session.</summary>
    public static string SessionLease(string job) => $"sessions/{job}";

    /// <summary>Name of the lease of the video that is being decoded.</summary>
    public static string CursorLease(string job) => $"cursors/{job}";

    private static string Number(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
