namespace Rvos.Training.Curricula;

/// <summary>How far apart the frames of a clip lie in their sequence (RVOS-MOTS, "frame skipping").</summary>
public interface ISkippingSchedule
{
    /// <summary>Step m ≥ 1 from a frame of the clip to the next: m - 1 frames are skipped.</summary>
    /// <param name="epoch">Epoch e, from 0.</param>
    /// <param name="epochs">Epochs E of the run.</param>
    int FrameStep(int epoch, int epochs);
}
