using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Refuses calls of the blob store and the bus within a transaction, and remembers them, since whoever called may try again.</summary>
internal sealed class TransactionGuard
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>Has a service's blob store and bus guarded.</summary>
    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<TransactionGuard>();
        services.Decorate((store, guard) => store is IBlobFiles files ? new GuardedBlobFiles(store, files, guard) : new GuardedBlobStore(store, guard));
        services.AddPublishObserver<GuardedBus>();
        services.AddSendObserver<GuardedBus>();
    }

    /// <summary>Refuses what is done within a transaction.</summary>
    internal void Check(string what)
    {
        if (!Database.IsInTransaction) return;
        _calls.Enqueue(what + Environment.NewLine + Environment.StackTrace);
        throw new InvalidOperationException($"{what} within a transaction");
    }

    /// <summary>What was refused so far, which is forgotten.</summary>
    internal string[] Take()
    {
        var calls = _calls.ToArray();
        _calls.Clear();
        return calls;
    }
}
