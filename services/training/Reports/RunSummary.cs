using System.Globalization;
using Rvos.Training.Runs;

namespace Rvos.Training.Reports;

/// <summary>What a run's folder says of it.</summary>
/// <param name="Group">Name of its configuration: runs that differ by the seed only share it.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Steps">Steps that were validated last.</param>
/// <param name="PlannedSteps">Steps of the whole run.</param>
/// <param name="J">J at the last validation.</param>
/// <param name="F">F at the last validation.</param>
/// <param name="Mean">J&amp;F at the last validation.</param>
/// <param name="Best">Greatest J&amp;F of all validations.</param>
/// <param name="BestStep">Steps done at it.</param>
/// <param name="Loss">Loss in the last line of the log.</param>
/// <param name="ValidationClips">Which clips it was judged on: runs are comparable when this is equal.</param>
public sealed record RunSummary(string Group, int Seed, long Steps, long PlannedSteps, double J, double F, double Mean, double Best, long BestStep, double Loss, string ValidationClips)
{
    /// <summary>Reads a run's folder.</summary>
    /// <exception cref="InvalidDataException">It is no run, or one that was not validated yet.</exception>
    public static RunSummary Read(string folder)
    {
        var files = new RunFolder(folder);
        if (!File.Exists(files.Configuration)) throw new InvalidDataException($"{folder}: no run (there is no config.json)");
        var configuration = TrainingConfiguration.Load(files.Configuration);
        var (scores, log) = (CsvLog.Read(files.Validation), CsvLog.Read(files.Log));
        if (scores.Count == 0) throw new InvalidDataException($"{folder}: the run was not validated yet");
        var (last, best) = (scores[^1], scores.MaxBy(s => s[3])!);
        return new RunSummary(configuration.Name, configuration.Seed, (long)last[0], configuration.Steps, last[1], last[2], last[3], best[3], (long)best[0],
            log.Count > 0 ? log[^1][1] : double.NaN, Clips(configuration));
    }

    private static string Clips(TrainingConfiguration configuration)
    {
        var (validation, stage, data) = (configuration.Validation, configuration.Stages[^1], configuration.Data);
        var folders = data.Stills.Concat(data.CutOuts).Concat(data.Sequences).Concat(data.DataSets.Select(s => s.Folder)).Concat(data.HeldOutSequences);
        return string.Create(CultureInfo.InvariantCulture, $"{validation.Clips}x{validation.Frames} {validation.Width ?? stage.Width}x{validation.Height ?? stage.Height} seed {validation.Seed} objects {configuration.MaxObjects} held {data.HeldOut} {data.HeldOutSequenceShare ?? data.SequenceShare} {string.Join(' ', folders)}");
    }
}
