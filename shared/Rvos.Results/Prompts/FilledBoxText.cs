using Rvos.Video.Prompts;

namespace Rvos.Results.Prompts;

/// <summary>Says of a box that it was taken as it is.</summary>
public static class FilledBoxText
{
    /// <summary>One sentence, without a full stop.</summary>
    /// <param name="frame">Number of the frame.</param>
    /// <param name="box">The box.</param>
    public static string Of(int frame, FilledBox box)
    {
        ArgumentNullException.ThrowIfNull(box);
        return FormattableString.Invariant($"object {box.Label} in frame {frame} is its whole box: {box.Reason}");
    }
}
