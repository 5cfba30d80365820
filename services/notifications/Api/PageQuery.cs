using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Hosting.Http;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Api;

/// <summary>Which page of a list is wanted.</summary>
internal sealed record PageQuery(int Limit, PageCursor? After)
{
    internal const int DefaultLimit = 50;
    internal const int MaximumLimit = 200;

    /// <summary>Reads <c>limit</c> and <c>cursor</c>; null, and the problem, where one of them is wrong.</summary>
    internal static PageQuery? Read(IQueryCollection query, out ProblemHttpResult? problem)
    {
        problem = null;
        var limit = DefaultLimit;
        if (query["limit"] is { Count: > 0 } given && (!int.TryParse(given, out limit) || limit is < 1 or > MaximumLimit)) problem = Problems.Bad("limit", $"limit is not a whole number between 1 and {MaximumLimit}.");
        var after = query["cursor"] is [{ } text] ? PageCursor.TryParse(text) : null;
        if (after is null && query.ContainsKey("cursor")) problem = Problems.Bad("cursor", "cursor is not one that a page carried as next.");
        return problem is null ? new PageQuery(limit, after) : null;
    }
}
