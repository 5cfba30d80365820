using Rvos.OpenCv.Flow;
using Rvos.Video.Decoding;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Cli.Evaluation.Baselines;

/// <summary>Makes masks without any learning, to compare with: from the first true mask of each sequence, the frames of the data set and nothing else.</summary>
/// <param name="baseline">One of <see cref="Names"/>.</param>
/// <param name="values">What the values of true masks mean.</param>
/// <param name="sequences">Names of the sequences; null for all.</param>
internal sealed class BaselineMasks(string baseline, MaskValues values, IReadOnlyList<string>? sequences)
{
    internal const string Flow = "flow", Frozen = "frozen";

    /// <summary>The baselines: the first mask carried along by optical flow, and the first mask as it is.</summary>
    internal static readonly string[] Names = [Flow, Frozen];

    /// <summary>Writes <c>RESULTS/SEQ/00000.png …</c> for all sequences.</summary>
    /// <param name="groundTruth">The data set: <c>Annotations</c>, and for <c>flow</c> <c>JPEGImages</c> beside it.</param>
    /// <param name="results">Where masks are written.</param>
    /// <param name="progress">Called with the frames done and the sequence's name.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="LayoutException">The data set is not laid out so.</exception>
    internal async Task WriteAsync(string groundTruth, string results, Action<int, string> progress, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var sequence in DavisLayout.Read(groundTruth, names: sequences))
        {
            var folder = OutputFile.MakeFolder(results, sequence.Name);
            await foreach (var (name, mask) in MasksAsync(sequence, cancellation))
            {
                OutputFile.Write(Path.Combine(folder, name + ".png"), PngWriter.Encode(mask));
                progress(++done, sequence.Name);
            }
        }
    }

    private async IAsyncEnumerable<(string Name, LabelMask Mask)> MasksAsync(TruthSequence sequence, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = sequence.Frames[0].Read(values);
        if (baseline == Frozen)
        {
            foreach (var frame in sequence.Frames) yield return (frame.Name, first);
            yield break;
        }

        await using var source = FrameFolderSource.Open(Images(sequence));
        MaskFlow? flow = null;
        try
        {
            await foreach (var frame in source.ReadAsync(cancellation))
            {
                using (frame)
                {
                    // What comes before the first mask is not evaluated.
                    if (flow is null && frame.Name != sequence.Frames[0].Name) continue;
                    var mask = flow is null ? first : flow.Next(frame.AsImage());
                    flow ??= new MaskFlow(frame.AsImage(), first);
                    yield return (frame.Name!, mask);
                }
            }
        }
        finally
        {
            flow?.Dispose();
        }
    }

    // DAVIS has JPEGImages/480p/SEQ beside Annotations/480p/SEQ.
    private static string Images(TruthSequence sequence)
    {
        const string Annotations = "Annotations", Pictures = "JPEGImages";
        var folder = Path.GetDirectoryName(Path.GetFullPath(sequence.Frames[0].Path))!;
        var parts = folder.Split(Path.DirectorySeparatorChar);
        var place = Array.LastIndexOf(parts, Annotations);
        if (place >= 0) parts[place] = Pictures;
        var images = string.Join(Path.DirectorySeparatorChar, parts);
        return place >= 0 && Directory.Exists(images) ? images : throw new LayoutException($"{folder}: the frames are looked for in {Pictures} beside {Annotations}, and are not there");
    }
}
