using System.Globalization;
using Rvos.Training.Runs;
using Rvos.Training.Validation;

namespace Rvos.Cli.Terminal;

/// <summary>A training run on the screen: a line that moves with every step on a terminal, and a line that stays for every report and validation.</summary>
/// <param name="output">Takes the lines that stay.</param>
/// <param name="terminal">Takes the moving line.</param>
/// <param name="isTerminal">False where nobody sees a line move.</param>
public sealed class TrainingDisplay(TextWriter output, TextWriter terminal, bool isTerminal)
{
    private const int BarWidth = 24;
    private bool isOpen;

    /// <summary>Shows how far the run is, and the means since the last report.</summary>
    public void Step(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (!isTerminal) return;
        var full = (int)(BarWidth * progress.Step / progress.Steps);
        terminal.Write($"\r{new string('━', full)}{new string('─', BarWidth - full)} {Describe(progress)}\u001b[K");
        isOpen = true;
    }

    /// <summary>Leaves a line with the means since the last report.</summary>
    public void Report(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        Finish();
        output.WriteLine(Describe(progress));
    }

    /// <summary>Leaves a line with the scores of a validation.</summary>
    public void Validated(long step, ValidationScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        Finish();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step}  held-out clips: J {score.J:F3}  F {score.F:F3}  J&F {score.Mean:F3}"));
    }

    /// <summary>Ends the moving line.</summary>
    public void Finish()
    {
        if (isOpen) terminal.Write("\r\u001b[K");
        isOpen = false;
    }

    private static string Describe(TrainingProgress progress)
    {
        var left = TimeSpan.FromSeconds((progress.Steps - progress.Step) * progress.SecondsPerStep);
        return string.Create(CultureInfo.InvariantCulture,
            $"step {progress.Step}/{progress.Steps}  loss {progress.Loss:F4}  J {progress.Overlap:F3}  {progress.SecondsPerStep * 1000:F0} ms/step ({progress.WaitShare:P0} waiting for clips), {left:d\\.hh\\:mm} left");
    }
}
