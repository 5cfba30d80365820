using System.Collections.Concurrent;
using System.Security.Cryptography;
using Rvos.Contracts.Jobs;
using Rvos.Fused;
using Rvos.Libtorch;
using Rvos.Model;
using Rvos.Weights.Models;

namespace Rvos.Serving;

/// <summary>The models of a process, opened when first used. One inference runs at a time, since each takes all threads; who waits longest is next.</summary>
public sealed class ModelPool : IDisposable
{
    private readonly ModelCatalogue catalogue;
    private readonly InferenceOptions options;
    private readonly int capacity;
    private readonly LinkedList<(string Name, RvosModel Model)> open = [];
    private readonly ConcurrentDictionary<string, NumericalBuild> builds = new();
    private readonly Lazy<InferenceThread> thread;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="catalogue">The models there are.</param>
    /// <param name="options">How they run.</param>
    /// <param name="capacity">Models kept open at once, at least 1.</param>
    /// <param name="threads">Threads of an inference; 0 for one on each processor that the process may use.</param>
    public ModelPool(ModelCatalogue catalogue, InferenceOptions options, int capacity, int threads = 0)
    {
        (this.catalogue, this.options, this.capacity) = (catalogue, options, capacity);
        // OpenMP keeps the number for each thread: it is set on the one that computes.
        thread = new Lazy<InferenceThread>(() => new InferenceThread(() => FusedRuntime.Threads = threads > 0 ? threads : Environment.ProcessorCount));
    }

    /// <summary>True when there is a model of that name.</summary>
    public bool Has(string name) => catalogue.Names.Contains(name);

    /// <summary>Runs work on a model, alone.</summary>
    /// <param name="name">A name of the catalogue.</param>
    /// <param name="work">Uses the model during the call; what it keeps of it must be renewed when the model is another the next time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="ArgumentException">There is no such model, or the device is absent.</exception>
    /// <exception cref="Rvos.Weights.WeightsFormatException">Its file is damaged.</exception>
    public Task<T> UseAsync<T>(string name, Func<RvosModel, T> work, CancellationToken cancellation) =>
        thread.Value.RunAsync(() => work(Get(name)), cancellation);

    /// <summary>What decides the last bits of a model's results in this process. The model is opened for it when it has never been.</summary>
    /// <param name="name">A name of the catalogue.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="ArgumentException">There is no such model, or the device is absent.</exception>
    /// <exception cref="Rvos.Weights.WeightsFormatException">Its file is damaged.</exception>
    public async Task<NumericalBuild> BuildOfAsync(string name, CancellationToken cancellation)
    {
        // Not behind the work of others, once it is known.
        if (!builds.ContainsKey(name)) await UseAsync(name, _ => true, cancellation).ConfigureAwait(false);
        return builds[name];
    }

    /// <summary>Waits for the work at hand and closes all models.</summary>
    public void Dispose()
    {
        if (thread.IsValueCreated) thread.Value.Dispose();
        foreach (var (_, model) in open) model.Dispose();
        open.Clear();
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
        if (!Has(name)) throw new ArgumentException($"there is no model '{name}' here");
        // Room is made first: two open at once may be more than there is memory for.
        while (open.Count >= capacity)
        {
            open.Last!.Value.Model.Dispose();
            open.RemoveLast();
        }

        var file = catalogue.Find(name);
        var model = RvosModel.Open(file, options);
        using var weights = File.OpenRead(file);
        builds[name] = new NumericalBuild(Convert.ToHexStringLower(SHA256.HashData(weights)), model.Engine.Arithmetic, TorchRuntime.Version);
        open.AddFirst((name, model));
        return model;
    }
}
