namespace Rvos.Hosting.Telemetry;

/// <summary>A stage of a job, the label <c>stage</c> of its metrics.</summary>
public enum PipelineStage
{
    /// <summary>Video to frames; <c>decode</c>.</summary>
    Decode,

    /// <summary>Frames to feature pyramids; <c>encode</c>.</summary>
    Encode,

    /// <summary>Feature pyramids to masks; <c>decode-masks</c>.</summary>
    DecodeMasks,

    /// <summary>Masks to files and overlays; <c>export</c>.</summary>
    Export,

    /// <summary>Masks against ground truth; <c>metrics</c>.</summary>
    Metrics,
}
