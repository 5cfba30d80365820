using System.Globalization;
using Rvos.Training.Steps;

namespace Rvos.Training.Runs;

/// <summary>Gathers the means of some steps, and appends them to a CSV file.</summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly CsvLog file;
    private readonly StepClock clock;
    private readonly long steps;
    private readonly Action<TrainingProgress> report;
    private double loss, overlap, norm;
    private int count, overlaps;

    internal TrainingLog(string path, long done, long steps, StepClock clock, Action<TrainingProgress> report)
    {
        (this.steps, this.clock, this.report) = (steps, clock, report);
        file = new CsvLog(path, "step,loss,overlap,gradient_norm,rate_factor,seconds_per_step,wait_share", done);
    }

    internal void Add(StepResult result, double gradientNorm)
    {
        loss += result.FrameLosses.Average();
        norm += gradientNorm;
        count++;
        if (double.IsNaN(result.Overlap)) return;
        overlap += result.Overlap;
        overlaps++;
    }

    /// <summary>Means over the steps since the last line.</summary>
    internal TrainingProgress Now(long step)
    {
        clock.Enter(StepPhase.Other);
        var elapsed = clock.Total;
        return new TrainingProgress(step, steps, loss / count, overlap / overlaps, elapsed.TotalSeconds / count, clock.Spent(StepPhase.Data) / elapsed);
    }

    internal void Write(long step, double rateFactor)
    {
        var progress = Now(step);
        file.Write($"{step}", Text(progress.Loss), Text(progress.Overlap), Text(norm / count), Text(rateFactor), Text(progress.SecondsPerStep), Text(progress.WaitShare));
        report(progress);
        (loss, overlap, norm, count, overlaps) = (0, 0, 0, 0, 0);
        clock.Reset();
    }

    public void Dispose() => file.Dispose();

    private static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
