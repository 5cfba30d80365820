using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Hosting.Http;

namespace Rvos.Notifications.Api;

/// <summary>Answers that only webhooks have.</summary>
internal static class WebhookProblems
{
    internal static ProblemHttpResult NoEndpoint(string id) => Problems.Unknown("webhook endpoint", id);

    internal static ProblemHttpResult NoDelivery(string id, string delivery) =>
        TypedResults.Problem($"The webhook endpoint '{Problems.Short(id)}' has no delivery '{Problems.Short(delivery)}'.", statusCode: StatusCodes.Status404NotFound, title: "Unknown delivery");

    internal static ProblemHttpResult Refused(string field, string detail) => Problems.At(field, detail, StatusCodes.Status422UnprocessableEntity, "URL refused");
}
