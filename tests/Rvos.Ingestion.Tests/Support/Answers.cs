using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>What tests ask of an answer.</summary>
internal static class Answers
{
    /// <summary>That it is a problem of that status whose words or field contain a text; the words.</summary>
    internal static async Task<string> AssertProblemAsync(this HttpResponseMessage response, int status, string contains = "")
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.Contains(contains, detail + (problem.TryGetProperty("field", out var field) ? $" [{field}]" : ""), StringComparison.Ordinal);
        return detail;
    }

    internal static void AssertStatus(this HttpResponseMessage response, HttpStatusCode status) => Assert.Equal(status, response.StatusCode);

    internal static string? Header(this HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
