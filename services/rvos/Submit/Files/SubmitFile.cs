namespace Rvos.Cli.Submit.Files;

/// <summary>A video of the batch.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Name">What its folder of results is called, below the batch's: its path within the folder that was named, without extension.</param>
internal sealed record SubmitFile(string Path, string Name);
