using System.Globalization;
using Rvos.Training.Data;
using Rvos.Training.Optimisation;
using Rvos.Training.Reports;
using Rvos.Training.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Runs;

/// <summary>Judges a run every so often, and keeps its scores and pictures in its folder.</summary>
internal sealed class RunJudge : IDisposable
{
    private const int Pictures = 4;

    private readonly TrainingConfiguration configuration;
    private readonly RunFolder files;
    private readonly Validator validator;
    private readonly CsvLog log;

    internal RunJudge(TrainingConfiguration configuration, RunFolder files, IClipSource heldOut, Device device, long steps)
    {
        (this.configuration, this.files) = (configuration, files);
        validator = new Validator(configuration, ValidationClips.Draw(configuration, heldOut), device);
        log = new CsvLog(files.Validation, "step,j,f,j_and_f,objects", steps);
    }

    internal bool IsDue(long steps) => steps % configuration.Validation.Every == 0 || steps == configuration.Steps;

    internal ValidationScore Score(long steps, ExponentialAverage weights)
    {
        Directory.CreateDirectory(files.Strips);
        var score = validator.Score(weights, (n, clip, labels) =>
        {
            if (n < Pictures) File.WriteAllBytes(Path.Combine(files.Strips, $"clip-{n}.jpg"), QualitativeStrip.Jpeg(clip, labels));
        });
        log.Write($"{steps}", Text(score.J), Text(score.F), Text(score.Mean), $"{score.Objects.Count}");
        return score;
    }

    public void Dispose()
    {
        log.Dispose();
        validator.Dispose();
    }

    private static string Text(double value) => value.ToString("F5", CultureInfo.InvariantCulture);
}
