using Rvos.Hosting.Health;
using Rvos.Weights.Models;

namespace Rvos.Serving;

/// <summary>Opens the model that most jobs want before the process is ready, where it is among the models: native libraries and weights that cannot be read end the
/// process at its start, and not with the first job.</summary>
internal sealed class ModelStartup(ModelPool models) : IStartupWork
{
    /// <inheritdoc/>
    public string Name => "opening the model";

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellation) => models.Has(ModelCatalogue.DefaultOneShot)
        ? models.UseAsync(ModelCatalogue.DefaultOneShot, model => model.Description, cancellation)
        : Task.CompletedTask;
}
