namespace Rvos.Training.Runs;

/// <summary>The configuration that a run's folder keeps.</summary>
public static class RunConfiguration
{
    /// <summary>Makes the folder, or checks that its run was started with the same configuration: a resumed run must not change in the middle. Where its first weights came from
    /// does not matter any more then, and what an earlier version did not know has its default.</summary>
    /// <exception cref="InvalidDataException">The folder belongs to a run with another configuration.</exception>
    public static void Claim(RunFolder files, TrainingConfiguration configuration)
    {
        Directory.CreateDirectory(files.Path);
        if (File.Exists(files.Configuration) && File.Exists(files.State))
        {
            var (before, now) = (Lines(Started(files)), Lines(configuration));
            if (before.SequenceEqual(now)) return;
            var changed = now.Zip(before).FirstOrDefault(p => p.First != p.Second);
            throw new InvalidDataException($"{files.Path}: the run there was started with another configuration ('{changed.Second?.Trim()}' was there, '{changed.First?.Trim()}' is asked for); choose another folder");
        }

        File.WriteAllText(files.Configuration, ConfigurationFile.Write(configuration));
    }

    private static TrainingConfiguration Started(RunFolder files)
    {
        try
        {
            return ConfigurationFile.ReadWritten(files.Configuration);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{files.Path}: the run there was started with another configuration, which cannot be read ({error.Message}); choose another folder", error);
        }
    }

    private static string[] Lines(TrainingConfiguration configuration) => ConfigurationFile.Write(configuration with { InitialWeights = null }).Split('\n', StringSplitOptions.TrimEntries);
}
