namespace Rvos.Pipeline.Compatibility;

/// <summary>Which evaluation of the original project is meant: they differ in the slots saved, in late objects and in the number of frames read.</summary>
public enum OriginalSplit
{
    /// <summary>YouTube-VOS, test: all listed objects are saved, objects may start late, 40 frames at most.</summary>
    YouTubeTest,
    /// <summary>DAVIS-2017, test: the objects of the first frame are saved, late objects never start, 130 frames at most.</summary>
    DavisTest,
    /// <summary>DAVIS-2017, validation: as many slots are saved as ids are visible in that frame, so that slots are lost when object 1 leaves before
    /// object 2; late objects never start, 130 frames at most.</summary>
    DavisValidation,
}
