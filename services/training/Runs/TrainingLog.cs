using System.Globalization;
using Rvos.Training.Steps;

namespace Rvos.Training.Runs;

/// <summary>Gathers the means of some steps, and appends them to a CSV file.</summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly StreamWriter file;
    private readonly TimeProvider time;
    private readonly long steps;
    private readonly Action<TrainingProgress> report;
    private double loss, overlap;
    private int count, overlaps;
    private long started, waitStarted;
    private TimeSpan waited;

    internal TrainingLog(string path, long steps, TimeProvider time, Action<TrainingProgress> report)
    {
        (this.steps, this.time, this.report) = (steps, time, report);
        var isNew = !File.Exists(path);
        file = new StreamWriter(path, append: true) { AutoFlush = true };
        if (isNew) file.WriteLine("step,loss,overlap,seconds_per_step,wait_share");
        started = time.GetTimestamp();
    }

    internal void StartWaiting() => waitStarted = time.GetTimestamp();

    internal void StopWaiting() => waited += time.GetElapsedTime(waitStarted);

    internal void Add(StepResult result)
    {
        loss += result.FrameLosses.Average();
        count++;
        if (double.IsNaN(result.Overlap)) return;
        overlap += result.Overlap;
        overlaps++;
    }

    internal void Write(long step)
    {
        var elapsed = time.GetElapsedTime(started);
        var progress = new TrainingProgress(step, steps, loss / count, overlap / overlaps, elapsed.TotalSeconds / count, waited / elapsed);
        file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step},{progress.Loss:F4},{progress.Overlap:F4},{progress.SecondsPerStep:F3},{progress.WaitShare:F3}"));
        report(progress);
        (loss, overlap, count, overlaps, waited, started) = (0, 0, 0, 0, TimeSpan.Zero, time.GetTimestamp());
    }

    public void Dispose() => file.Dispose();
}
