namespace Rvos.Ingestion.Results;

/// <summary>What is gone or damaged becomes a problem; once an answer has begun, the connection is cut, so that nobody takes a part for the whole.</summary>
internal sealed partial class DamageFilter(ILogger<DamageFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception error) when ((error is InvalidDataException or MasksMissingException) && !http.Response.HasStarted)
        {
            Log.Damaged(logger, http.Request.Path, error);
            http.Response.Clear();
            return ResultProblems.Damaged();
        }
        catch (Exception error) when (http.Response.HasStarted)
        {
            if (!http.RequestAborted.IsCancellationRequested) Log.Cut(logger, http.Request.Path, error);
            http.Abort();
            return TypedResults.Empty;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A result is damaged: {Path}")]
        public static partial void Damaged(ILogger logger, string path, Exception error);

        [LoggerMessage(2, LogLevel.Error, "An answer broke off and its connection was cut: {Path}")]
        public static partial void Cut(ILogger logger, string path, Exception error);
    }
}
