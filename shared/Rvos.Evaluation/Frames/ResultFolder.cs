using Rvos.Video.Files;

namespace Rvos.Evaluation.Frames;

/// <summary>Where the masks of a sequence lie in a folder of results.</summary>
public static class ResultFolder
{
    /// <summary><c>ROOT/SEQ</c>; <c>ROOT/SEQ/masks</c> as <c>rvos segment -o ROOT/SEQ</c> writes it; <c>ROOT/Annotations/…</c> as in submissions to YouTube-VOS.</summary>
    /// <exception cref="EvaluationException">There is no folder of results at all.</exception>
    public static string Of(string results, string sequence)
    {
        if (!Directory.Exists(results)) throw new EvaluationException($"{results}: no such folder");
        var root = Path.Combine(results, "Annotations") is var inner && Directory.Exists(inner) ? inner : results;
        return DataFolder.Join(root, sequence, "masks") is var written && Directory.Exists(written) ? written : DataFolder.Join(root, sequence);
    }
}
