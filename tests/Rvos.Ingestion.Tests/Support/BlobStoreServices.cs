using Microsoft.Extensions.DependencyInjection;
using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Puts something in front of a service's blob store.</summary>
internal static class BlobStoreServices
{
    internal static void Decorate(this IServiceCollection services, Func<IBlobStore, IBlobStore> decorator) => Decorate(services, (store, _) => decorator(store));

    internal static void Decorate(this IServiceCollection services, Func<IBlobStore, TransactionGuard, IBlobStore> decorator)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IBlobStore));
        services.Remove(inner);
        services.AddSingleton(provider => decorator((IBlobStore)(inner.ImplementationInstance ?? inner.ImplementationFactory!(provider)), provider.GetRequiredService<TransactionGuard>()));
    }
}
