using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Hosting.Http;

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">Most entries, 1 to <see cref="MaximumLimit"/>.</param>
/// <param name="After">Where to begin; at the newest when null.</param>
public sealed record PageQuery(int Limit, PageCursor? After)
{
    /// <summary>Entries of a page when a request does not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most entries of a page.</summary>
    public const int MaximumLimit = 200;

    /// <summary>Reads <c>limit</c> and <c>cursor</c>; null, and the problem, where one of them is wrong.</summary>
    /// <param name="query">Of the request.</param>
    /// <param name="problem">The answer to a bad request, or null.</param>
    public static PageQuery? Read(IQueryCollection query, out ProblemHttpResult? problem)
    {
        ArgumentNullException.ThrowIfNull(query);
        problem = null;
        var limit = DefaultLimit;
        if (query["limit"] is { Count: > 0 } given && (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaximumLimit))
            problem = Problems.Bad("limit", $"limit is not a whole number between 1 and {MaximumLimit}.");
        var after = query["cursor"] is [{ } text] ? PageCursor.TryParse(text) : null;
        if (after is null && query.ContainsKey("cursor")) problem ??= Problems.Bad("cursor", "cursor is not one that a page carried as next.");
        return problem is null ? new PageQuery(limit, after) : null;
    }

    /// <summary>The cursor of the page that follows, or null at the end.</summary>
    /// <param name="found">What was found, one more than <see cref="Limit"/> where there is more.</param>
    /// <param name="place">Time in milliseconds since 1970, and id, of an entry.</param>
    public string? Next<T>(IReadOnlyList<T> found, Func<T, (long CreatedAt, string Id)> place)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(place);
        if (found.Count <= Limit) return null;
        var (createdAt, id) = place(found[Limit - 1]);
        return new PageCursor(createdAt, id).Text;
    }
}
