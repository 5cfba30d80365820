using Rvos.Cli.Terminal;
using Rvos.Training.Runs;
using Rvos.Training.Validation;

namespace Rvos.Cli.Tests;

public class TrainingDisplayTests
{
    private static readonly TrainingProgress Half = new(50, 100, 0.5, 0.25, 72, 0.1);

    [Fact]
    public void Step_OnATerminal_OneLineMovesAndIsGoneBeforeTheNextThatStays()
    {
        var (output, terminal) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        var display = new TrainingDisplay(output, terminal, isTerminal: true);
        display.Step(Half with { Step = 49 });
        display.Step(Half);
        Assert.Equal("", output.ToString());
        Assert.EndsWith("\r━━━━━━━━━━━━──────────── step 50/100  loss 0.5000  J 0.250  72000 ms/step (10 % waiting for clips), 0.01:00 left\u001b[K", terminal.ToString());
        display.Report(Half);
        display.Validated(50, new ValidationScore(0.5, 0.25, []));
        Assert.EndsWith("left\u001b[K\r\u001b[K", terminal.ToString());
        Assert.Equal(["step 50/100  loss 0.5000  J 0.250  72000 ms/step (10 % waiting for clips), 0.01:00 left", "step 50  held-out clips: J 0.500  F 0.250  J&F 0.375", ""],
            output.ToString().Split('\n'));
    }

    [Fact]
    public void Step_NoTerminal_NothingMoves()
    {
        var (output, terminal) = (new StringWriter(), new StringWriter());
        var display = new TrainingDisplay(output, terminal, isTerminal: false);
        for (var step = 1; step <= 100; step++) display.Step(Half with { Step = step });
        display.Finish();
        Assert.Equal("", output.ToString() + terminal);
    }
}
