namespace Rvos.Training.Runs;

/// <summary>The files of a run.</summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The whole configuration that the run was started with.</summary>
    public string Configuration => In("config.json");

    /// <summary>Means over steps.</summary>
    public string Log => In("log.csv");

    /// <summary>A line for each validation.</summary>
    public string Validation => In("validation.csv");

    /// <summary>Everything that is needed to go on.</summary>
    public string State => In("state.safetensors");

    /// <summary>The averaged weights at the end.</summary>
    public string Model => In("model.safetensors");

    /// <summary>The averaged weights at the best validation.</summary>
    public string Best => In("best.safetensors");

    /// <summary>Curves and pictures.</summary>
    public string Report => In("report.html");

    /// <summary>Pictures of the last validation's clips.</summary>
    public string Strips => In("strips");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
