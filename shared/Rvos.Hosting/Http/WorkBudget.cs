namespace Rvos.Hosting.Http;

/// <summary>Bytes of memory that requests in work may hold together, and those of one tenant: beyond it requests are asked to come back instead of waiting with what they hold.</summary>
/// <param name="most">Of all requests.</param>
/// <param name="mostOfTenant">Of those of one tenant, and so of any one.</param>
public sealed class WorkBudget(long most, long mostOfTenant)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _tenants = new(StringComparer.Ordinal);
    private long _held;

    /// <summary>Bytes that are held.</summary>
    public long Held
    {
        get
        {
            lock (_gate) return _held;
        }
    }

    /// <summary>A share for a request; it is empty at first.</summary>
    /// <param name="tenant">Whose request it is.</param>
    /// <returns>To be disposed when the request is answered.</returns>
    public WorkShare Open(string tenant) => new(this, tenant);

    internal void Take(string tenant, long before, long more)
    {
        lock (_gate)
        {
            if (before + more > mostOfTenant) throw new WorkBudgetException($"The request takes more than {mostOfTenant} bytes of memory, the most that those of one tenant may take.", mayPass: false);
            var own = _tenants.GetValueOrDefault(tenant);
            if (own + more > mostOfTenant) throw new WorkBudgetException($"The tenant's requests in work take {own} bytes of memory; with {more} more for this one they would pass {mostOfTenant}, the most that they may take.", mayPass: true);
            if (_held + more > most) throw new WorkBudgetException($"The requests in work take {_held} bytes of memory; with {more} more for this one they would pass {most}, the most that they may take.", mayPass: true);
            _tenants[tenant] = own + more;
            _held += more;
        }
    }

    internal void Give(string tenant, long bytes)
    {
        if (bytes == 0) return;
        lock (_gate)
        {
            _held -= bytes;
            if ((_tenants[tenant] -= bytes) == 0) _tenants.Remove(tenant);
        }
    }
}
