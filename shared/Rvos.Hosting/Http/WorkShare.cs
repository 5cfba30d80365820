namespace Rvos.Hosting.Http;

/// <summary>What one request holds of a <see cref="WorkBudget"/>. Not thread-safe.</summary>
public sealed class WorkShare : IDisposable
{
    private readonly WorkBudget _budget;
    private readonly string _tenant;
    private long _held;

    internal WorkShare(WorkBudget budget, string tenant) => (_budget, _tenant) = (budget, tenant);

    /// <summary>Takes memory, before it is allocated.</summary>
    /// <param name="bytes">0 or more.</param>
    /// <exception cref="WorkBudgetException">There is not as much.</exception>
    public void Take(long bytes)
    {
        _budget.Take(_tenant, _held, bytes);
        _held += bytes;
    }

    /// <summary>Gives memory back that is needed no more.</summary>
    /// <param name="bytes">Of what was taken.</param>
    public void Give(long bytes)
    {
        bytes = Math.Min(bytes, _held);
        _held -= bytes;
        _budget.Give(_tenant, bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => Give(_held);
}
