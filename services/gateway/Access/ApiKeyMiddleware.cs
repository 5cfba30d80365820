using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Rvos.Gateway.Keys;
using Rvos.Hosting.Http;

namespace Rvos.Gateway.Access;

/// <summary>
/// Lets requests to <c>/v1</c> through that may, as their key's tenant. What services are told about the caller comes from here alone:
/// headers of that kind are dropped from every request, and so is the key.
/// </summary>
internal sealed partial class ApiKeyMiddleware(RequestDelegate next, KeyCheck keys, StreamWatch streams, AnonymousRule anonymous, RateLimits limits, ILogger<ApiKeyMiddleware> logger)
{
    private const string Root = "/v1";

    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        foreach (var name in headers.Keys.Where(name => name.StartsWith(GatewayHeaders.Prefix, StringComparison.OrdinalIgnoreCase)).ToList()) headers.Remove(name);
        if (!NeedsKey(context, out var path))
        {
            await next(context);
            return;
        }

        PrivateAnswers.Mark(context);
        if (await CallerOfAsync(context) is { } caller && await IsLetThroughAsync(context, caller, path)) await ForwardAsync(context, caller);
    }

    // Also where another spelling of the path led to the same route; not where an endpoint of this host is for all.
    private static bool NeedsKey(HttpContext context, out PathString path)
    {
        var isBelow = context.Request.Path.StartsWithSegments(Root, out path);
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return false;
        return isBelow || (endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern } && new PathString("/" + pattern.TrimStart('/')).StartsWithSegments(Root));
    }

    private async Task<Caller?> CallerOfAsync(HttpContext context)
    {
        if (context.Request.Query.SelectMany(pair => pair.Value).Any(value => ApiKeyText.TryParse(value, out _)))
        {
            await Refusals.KeyInUrlAsync(context);
            return null;
        }
        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count == 0)
        {
            var known = anonymous.CallerOf(context);
            if (known is null) await Refusals.NoKeyAsync(context);
            return known;
        }
        try
        {
            var (caller, refusal) = await keys.CheckAsync(authorization.Count == 1 ? authorization.ToString() : "", context.RequestAborted);
            if (caller is null) await Refusals.BadKeyAsync(context, refusal!);
            return caller;
        }
        catch (DbException e)
        {
            Log.KeysOutOfReach(logger, e);
            await Refusals.NoDatabaseAsync(context);
            return null;
        }
    }

    private async Task<bool> IsLetThroughAsync(HttpContext context, Caller caller, PathString path)
    {
        if (limits.Count(caller, context.Response.Headers) is { } wait)
        {
            await Refusals.TooManyAsync(context, caller.RequestsPerMinute!.Value, wait);
            return false;
        }
        var scopes = ScopeRules.Of(context.Request.Method, path);
        if (caller.MayAny(scopes)) return true;
        await Refusals.NoScopeAsync(context, scopes);
        return false;
    }

    private Task ForwardAsync(HttpContext context, Caller caller)
    {
        var headers = context.Request.Headers;
        var authorization = headers.Authorization.ToString();
        headers.Remove("Authorization");
        headers[TenantHeader.Name] = caller.Tenant;
        if (caller.KeyId is { } key) headers[GatewayHeaders.Key] = key;
        if (caller.JobQuota is { } quota) headers[GatewayHeaders.JobQuota] = quota.ToString(CultureInfo.InvariantCulture);
        Activity.Current?.SetTag("rvos.tenant", caller.Tenant).SetTag("rvos.key", caller.KeyId);
        return caller.KeyId is null ? next(context) : streams.UntilAsync(context, authorization, next(context));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "API keys cannot be looked up")]
        internal static partial void KeysOutOfReach(ILogger logger, Exception error);
    }
}
