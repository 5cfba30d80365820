namespace Rvos.Training.Runs;

/// <summary>How a run is judged while it goes on: J&amp;F of its averaged weights on clips of pictures and sequences that it does not train on.</summary>
public sealed record ValidationOptions
{
    /// <summary>Steps from one validation to the next; 0 for none. Default 500.</summary>
    public int Every { get; init; } = 500;

    /// <summary>Clips, the same each time. Default 12.</summary>
    public int Clips { get; init; } = 12;

    /// <summary>Frames of a clip. Default 8.</summary>
    public int Frames { get; init; } = 8;

    /// <summary>Rows of a clip; null for those of the last stage.</summary>
    public int? Height { get; init; }

    /// <summary>Columns of a clip; null for those of the last stage.</summary>
    public int? Width { get; init; }

    /// <summary>Seed of the clips; not the run's, so that runs with several seeds are judged on the same ones. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Check()
    {
        if (Every < 0 || Clips < 1 || Frames < 2 || Height < 32 || Width < 32) throw new ArgumentException("validation: every ≥ 0, clips ≥ 1, frames ≥ 2, height and width ≥ 32 are asked for");
    }
}
