using Rvos.OpenCv;

namespace Rvos.Ingestion.Decoding;

/// <summary>Loads OpenCV before the first request: a library that is missing is said at the start, not to the first who draws a box.</summary>
internal sealed class OpenCvCheck : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        OpenCvLibrary.Need();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
