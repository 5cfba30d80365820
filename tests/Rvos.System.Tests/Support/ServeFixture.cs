using Rvos.Testing.Cluster;

namespace Rvos.SystemTests.Support;

/// <summary>One <c>rvos serve</c> for the tests of a class. They may kill it, and start it again.</summary>
public sealed class ServeFixture : IAsyncLifetime
{
    /// <summary>The process.</summary>
    internal ServiceProcess Serve { get; private set; } = null!;

    /// <summary>Its folder.</summary>
    internal string Data { get; } = Directory.CreateTempSubdirectory("rvos-serve-data-").FullName;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Serve = ServiceProcess.AllInOne(Data, new Dictionary<string, string> { ["Rvos__Jobs__SecondCleaning"] = "00:00:01" });
        await Serve.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Serve.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
