namespace Rvos.Hosting.Health;

/// <summary>Work to be done once after the host's start and before a process is ready: weights to load, kernels to warm.</summary>
public interface IStartupWork
{
    /// <summary>Said in the probe's answer; a few words.</summary>
    string Name { get; }

    /// <summary>Does it. A failure ends the process: another start may do better.</summary>
    /// <param name="cancellation">Ends with the host.</param>
    Task RunAsync(CancellationToken cancellation);
}
