using Rvos.Gateway.Keys;

namespace Rvos.Gateway.Access;

/// <summary>Which scopes open which route. To open a new route under <c>/v1</c>, add a line to <see cref="Of"/>.</summary>
internal static class ScopeRules
{
    private static readonly string[] Anyone = [];

    /// <summary>The scopes of which a caller needs one, besides <see cref="KeyScope.Admin"/>; none: any key will do.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="path">Below <c>/v1</c>.</param>
    internal static IReadOnlyList<string> Of(string method, PathString path)
    {
        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        // What tus asks first: which extensions there are.
        if (HttpMethods.IsOptions(method)) return Anyone;
        if (path.StartsWithSegments("/uploads")) return [KeyScope.VideosWrite];
        if (path.StartsWithSegments("/videos")) return isRead ? [KeyScope.JobsRead, KeyScope.VideosWrite] : [KeyScope.VideosWrite];
        if (path.StartsWithSegments("/jobs", out var rest)) return isRead ? (IsMetrics(rest) ? [KeyScope.JobsRead, KeyScope.MetricsRead] : [KeyScope.JobsRead]) : [KeyScope.JobsWrite];
        if (path.StartsWithSegments("/webhooks")) return [KeyScope.WebhooksManage];
        if (path.StartsWithSegments("/metrics")) return isRead ? [KeyScope.MetricsRead] : [KeyScope.JobsWrite];
        // A route that was forgotten here stays shut.
        return [KeyScope.Admin];
    }

    /// <summary><c>/{job}/metrics</c>.</summary>
    private static bool IsMetrics(PathString rest) =>
        rest.Value?.Split('/', StringSplitOptions.RemoveEmptyEntries) is [_, var last] && last.Equals("metrics", StringComparison.OrdinalIgnoreCase);
}
