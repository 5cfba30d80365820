namespace Rvos.Gateway.Proxy;

/// <summary>
/// Ends event streams when the host stops: they have no end of their own, and would hold it up. Their clients come back, with the
/// last event they saw, to a gateway that lives.
/// </summary>
internal static class EventStreams
{
    internal static async Task EndWithHostAsync(HttpContext context, Func<Task> next)
    {
        if (!context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            await next();
            return;
        }
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var registration = stopping.Register(context.Abort);
        await next();
    }
}
