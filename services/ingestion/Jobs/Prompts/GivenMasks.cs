using Rvos.Contracts.Http;

namespace Rvos.Ingestion.Jobs.Prompts;

/// <summary>Gathers what a request gives, frame by frame, checked against the video before anything is stored.</summary>
internal static class GivenMasks
{
    /// <summary>The masks that a new job follows, in order of their frames.</summary>
    /// <exception cref="BadRequestFieldException">Something cannot be read, or does not fit the video.</exception>
    internal static IReadOnlyList<GivenMask> Of(CreateJobRequest request, ObjectMasks reader, int maximumFrames)
    {
        for (var i = 0; i < request.Masks.Count; i++) ObjectMasks.Exists(request.Masks[i], $"masks[{i}]");
        for (var i = 0; i < request.Objects.Count; i++) ObjectMasks.Exists(request.Objects[i], $"objects[{i}]");
        var frames = request.Masks.Select((mask, i) => (Frame: reader.Frame(mask.Frame, $"masks[{i}]"), Mask: mask, Object: (ObjectRequest?)null, Field: $"masks[{i}].png"))
            .Concat(request.Objects.Select((each, i) => (Frame: reader.Frame(each.Frame, $"objects[{i}]"), Mask: (MaskRequest)null!, Object: (ObjectRequest?)each, Field: $"objects[{i}]")))
            .GroupBy(given => given.Frame).OrderBy(group => group.Key).ToArray();
        if (frames.Length > maximumFrames) throw new BadRequestFieldException("masks", $"Masks for {frames.Length} frames were given; a job may have {maximumFrames}.");
        var given = new List<GivenMask>(frames.Length);
        foreach (var group in frames)
        {
            var shown = new GivenFrame(reader);
            foreach (var (_, mask, one, field) in group)
            {
                if (one is not null) shown.Add(one, field);
                else shown.Add(mask, field);
            }
            given.Add(shown.Encode(group.Key));
            var covered = group.FirstOrDefault(each => each.Object is { } one && !given[^1].Objects.Contains(one.Id));
            if (covered.Object is not null) throw new BadRequestFieldException(covered.Field, $"Object {covered.Object.Id} is covered by others in frame {group.Key}: no pixel of it is left.");
        }
        return given;
    }

    /// <summary>The ground truth of a job, in order of its frames; a frame may show nothing.</summary>
    /// <exception cref="BadRequestFieldException">Something cannot be read, or does not fit the video.</exception>
    internal static IEnumerable<GivenMask> Truth(CreateJobRequest request, ObjectMasks reader, int maximumFrames)
    {
        if (request.GroundTruth.Count > maximumFrames) throw new BadRequestFieldException("ground_truth", $"Ground truth for {request.GroundTruth.Count} frames was given; a job may have {maximumFrames}.");
        var seen = new HashSet<int>();
        for (var i = 0; i < request.GroundTruth.Count; i++)
        {
            var field = $"ground_truth[{i}]";
            ObjectMasks.Exists(request.GroundTruth[i], field);
            var frame = reader.Frame(request.GroundTruth[i].Frame, field);
            if (!seen.Add(frame)) throw new BadRequestFieldException($"{field}.frame", $"There are two true masks for frame {frame}.");
            yield return new GivenMask(frame, request.GroundTruth[i].Png, GivenFrame.IdsOf(reader.Read(request.GroundTruth[i].Png, $"{field}.png", mayBeEmpty: true)));
        }
    }
}
