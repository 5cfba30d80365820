using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Rvos.Hosting.Tests.Defaults;

public sealed class ProblemTests
{
    private static Task<TestApp> StartAsync() => TestApp.StartAsync(map: app =>
    {
        app.MapGet("/broken", string () => throw new InvalidOperationException("Password=secret at 10.1.2.3"));
        app.MapGet("/number", (int limit) => limit);
        app.MapPost("/large", (HttpRequest _) => Task.FromException(new BadHttpRequestException("Request body too large.", 413)));
        app.MapPost("/json", (JsonElement body) => body);
        app.MapPost("/point", (Point point) => point.X);
    });

    [Fact]
    public async Task Exception_Unexpected_SaysNothingOfItButATraceId()
    {
        await using var app = await StartAsync();
        var (status, body) = await app.GetAsync("/broken");
        Assert.Equal(500, status);
        Assert.Equal("Unexpected error", body.GetProperty("title").GetString());
        Assert.NotEmpty(body.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("secret", body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameter_ThatCannotBeRead_IsNamed()
    {
        await using var app = await StartAsync();
        var (status, body) = await app.GetAsync("/number?limit=many");
        Assert.Equal(400, status);
        Assert.Contains("limit", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_Unknown_IsAProblem()
    {
        await using var app = await StartAsync();
        var (status, body) = await app.GetAsync("/nowhere");
        Assert.Equal(404, status);
        Assert.Equal(404, body.GetProperty("status").GetInt32());
        Assert.NotEmpty(body.GetProperty("traceId").GetString()!);
    }

    [Fact]
    public async Task Body_FieldOfAWrongType_IsNamed()
    {
        await using var app = await StartAsync();
        using var content = new StringContent("""{"x": {"y": "many"}}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await app.Client.PostAsync(new Uri("/point", UriKind.Relative), content);
        Assert.Equal(400, (int)response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("x.y", json.RootElement.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("/large", "{}", 413, "Body too large")]
    [InlineData("/json", "{", 400, "Bad request")]
    public async Task Body_Refused_IsAProblemWithItsStatus(string path, string body, int status, string title)
    {
        await using var app = await StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await app.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(title, json.RootElement.GetProperty("title").GetString());
    }

    private sealed record Point(Coordinate X);

    private sealed record Coordinate(int Y);
}
