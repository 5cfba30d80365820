using Rvos.Evaluation.Davis;
using Rvos.Video.Files;
using Rvos.Video.Layouts;

namespace Rvos.Cli.Evaluation;

/// <summary>Which sequences of a data set are evaluated: those that are named, else those of the data set's own list for validation, else all.</summary>
/// <param name="Names">The sequences; null for all.</param>
/// <param name="List">The data set's own list, when it says them; null otherwise.</param>
internal sealed record SequenceChoice(IReadOnlyList<string>? Names, string? List)
{
    private const string Lists = "ImageSets", Validation = "val.txt";
    private static readonly string[] SeqMaps = ["val.seqmap", "evaluate_mots.seqmap.val"];

    /// <summary>Chooses.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="protocol">The rules, for formats of DAVIS.</param>
    /// <exception cref="LayoutException">A list is damaged, or there are several and none is the protocol's.</exception>
    internal static SequenceChoice Of(EvaluateRequest request, DavisProtocol? protocol)
    {
        if (request.Sequences is { } named) return new SequenceChoice(SequenceList.Of(named), null);
        return protocol is { } davis && DavisList(request.GroundTruth, davis) is { } list ? new SequenceChoice(SequenceList.Read(list), list) : new SequenceChoice(null, null);
    }

    /// <summary>The seqmap for validation that lies in a folder of KITTI-MOTS or beside it; null without.</summary>
    internal static string? SeqMapOf(string groundTruth)
    {
        var folder = Path.GetFullPath(Path.TrimEndingDirectorySeparator(groundTruth));
        return new[] { folder, Path.GetDirectoryName(folder) }.OfType<string>().SelectMany(place => SeqMaps.Select(name => Path.Combine(place, name))).FirstOrDefault(File.Exists);
    }

    // DAVIS-2016 keeps its list in ImageSets/480p, in the download of 2017 in ImageSets/2016.
    private static string? DavisList(string groundTruth, DavisProtocol protocol)
    {
        var folder = Path.Combine(groundTruth, Lists);
        if (!Directory.Exists(folder)) return null;
        string[] preferred = protocol == DavisProtocol.Davis2016 ? ["2016", "480p", "1080p"] : ["2017"];
        if (preferred.Select(year => Path.Combine(folder, year, Validation)).FirstOrDefault(File.Exists) is { } own) return own;
        var others = DataFolder.Folders(folder).Select(f => Path.Combine(f, Validation)).Where(File.Exists).Order(StringComparer.Ordinal).ToArray();
        return others.Length <= 1 ? others.SingleOrDefault() : throw new LayoutException($"{folder}: several lists for validation, name one with --sequences: {string.Join(", ", others)}");
    }
}
