namespace Rvos.Gateway.Access;

/// <summary>Headers of answers that are for the holder of a key alone: kept by no cache, taken for nothing else than they are, embedded by no other site. What a service says itself of them stands.</summary>
internal static class PrivateAnswers
{
    internal static void Mark(HttpContext context) => context.Response.OnStarting(
        static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return Task.CompletedTask;
        },
        context);
}
