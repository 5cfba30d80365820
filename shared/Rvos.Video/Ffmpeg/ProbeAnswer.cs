namespace Rvos.Video.Ffmpeg;

/// <summary>What an ffprobe said.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="Exit">Its exit code.</param>
/// <param name="Problems">Its errors, without repetitions.</param>
internal sealed record ProbeAnswer(byte[] Output, int Exit, IReadOnlyList<string> Problems)
{
    /// <summary>The lines of the output.</summary>
    public IEnumerable<string> Lines => System.Text.Encoding.ASCII.GetString(Output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
