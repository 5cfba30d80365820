using Rvos.Model;
using Rvos.Weights.Models;

namespace Rvos.Serving;

/// <summary>The models of a process, opened when first used; one inference at a time, since each takes all cores.</summary>
public sealed class ModelPool(ModelCatalogue catalogue, InferenceOptions options, int capacity) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly LinkedList<(string Name, RvosModel Model)> open = [];

    /// <summary>Runs work on a model, alone.</summary>
    /// <param name="name">A name of the catalogue.</param>
    /// <param name="work">Uses the model during the call; what it keeps of it must be renewed when the model is another the next time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="ArgumentException">There is no such model, or the device is absent.</exception>
    /// <exception cref="Rvos.Weights.WeightsFormatException">Its file is damaged.</exception>
    public async Task<T> UseAsync<T>(string name, Func<RvosModel, T> work, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // Off the caller's thread: inference would hold it for long.
            return await Task.Run(() => work(Get(name)), cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, model) in open) model.Dispose();
        open.Clear();
        gate.Dispose();
    }

    private RvosModel Get(string name)
    {
        for (var node = open.First; node is not null; node = node.Next)
        {
            if (node.Value.Name != name) continue;
            open.Remove(node);
            open.AddFirst(node);
            return node.Value.Model;
        }

        // Only names: a path in a message must not open files.
        if (!catalogue.Names.Contains(name)) throw new ArgumentException($"there is no model '{name}' here");
        var model = RvosModel.Open(catalogue.Find(name), options);
        open.AddFirst((name, model));
        if (open.Count > capacity)
        {
            open.Last!.Value.Model.Dispose();
            open.RemoveLast();
        }

        return model;
    }
}
