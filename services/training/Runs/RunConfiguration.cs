namespace Rvos.Training.Runs;

/// <summary>The configuration that a run's folder keeps.</summary>
public static class RunConfiguration
{
    /// <summary>Makes the folder, or checks that its run was started with the same configuration: a resumed run must not change in the middle.</summary>
    /// <exception cref="InvalidDataException">The folder belongs to a run with another configuration.</exception>
    public static void Claim(RunFolder files, TrainingConfiguration configuration)
    {
        Directory.CreateDirectory(files.Path);
        var text = ConfigurationFile.Write(configuration);
        if (File.Exists(files.Configuration) && File.Exists(files.State))
        {
            var lines = File.ReadAllLines(files.Configuration);
            var changed = text.Split('\n').Zip(lines).FirstOrDefault(p => p.First.TrimEnd('\r') != p.Second);
            if (changed != default || lines.Length != text.Split('\n').Length)
                throw new InvalidDataException($"{files.Path}: the run there was started with another configuration ('{changed.Second?.Trim()}' was there, '{changed.First?.Trim()}' is asked for); choose another folder");
            return;
        }

        File.WriteAllText(files.Configuration, text);
    }
}
