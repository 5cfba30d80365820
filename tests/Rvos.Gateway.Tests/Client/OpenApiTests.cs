using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rvos.Contracts.Http;
using Rvos.Gateway.Access;
using Rvos.Gateway.Client;
using Rvos.Gateway.Keys;
using Rvos.Gateway.Tests.Support;
using Rvos.Ingestion.Videos;
using Rvos.Notifications.Api;

namespace Rvos.Gateway.Tests.Client;

/// <summary>docs/openapi.json is written by hand: it must hold together, and say what the code says.</summary>
public partial class OpenApiTests
{
    private static readonly JsonElement Document = JsonDocument.Parse(EmbeddedFile.Read(OpenApiDocument.Resource).Content).RootElement;
    private static readonly string[] Methods = ["get", "head", "post", "patch", "delete", "options"];

    private static JsonElement Schemas => Document.GetProperty("components").GetProperty("schemas");

    /// <summary>The records that bodies are read to and written from.</summary>
    public static TheoryData<Type> Records
    {
        get
        {
            var types = typeof(CreateJobRequest).Assembly.GetExportedTypes().Where(type => type.Namespace is "Rvos.Contracts.Http" or "Rvos.Contracts.Webhooks")
                .Concat(new[] { typeof(VideoResponse).Assembly, typeof(WebhookResponse).Assembly }.SelectMany(assembly => assembly.GetExportedTypes())
                    .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal) || type.Name.EndsWith("Response", StringComparison.Ordinal)));
            return [.. types];
        }
    }

    [Fact]
    public async Task Get_WithoutKey_IsTheDocument()
    {
        await using var gateway = await GatewayHarness.StartAsync("http://127.0.0.1:9");
        using var response = await gateway.SendAsync("GET", "/v1/openapi.json");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("3.1.0", JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("openapi").GetString());
        using var again = await gateway.SendAsync("GET", "/v1/openapi.json", null, ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var beside = await gateway.SendAsync("GET", "/v1/openapi");
        Assert.Equal(HttpStatusCode.Unauthorized, beside.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Schema_OfRecord_HasItsProperties(Type record)
    {
        var properties = record.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var schema = Schemas.GetProperty(record.Name);
        Assert.Equal(properties.Select(Name).Order(), schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order());
        if (record.Name.EndsWith("Request", StringComparison.Ordinal)) Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];
        foreach (var property in properties.Where(property => property.GetCustomAttribute<RequiredMemberAttribute>() is not null)) Assert.Contains(Name(property), required);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Schema_OfRecord_AllowsNullWhereItDoes(Type record)
    {
        var nullability = new NullabilityInfoContext();
        // What a request must have is null in the record only so that its absence can be told of.
        var required = Schemas.GetProperty(record.Name).TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];
        foreach (var property in record.GetProperties())
        {
            if (record.Name.EndsWith("Request", StringComparison.Ordinal) && required.Contains(Name(property))) continue;
            if (property.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is not null) continue;
            var isNullable = nullability.Create(property).ReadState == NullabilityState.Nullable;
            Assert.True(isNullable == AllowsNull(Schemas.GetProperty(record.Name).GetProperty("properties").GetProperty(Name(property))), $"{record.Name}.{property.Name}");
        }
    }

    [Fact]
    public void References_All_Resolve()
    {
        var used = References(Document).ToHashSet();
        foreach (var reference in used)
        {
            var place = Document;
            foreach (var part in reference.Split('/').Skip(1)) Assert.True(place.TryGetProperty(part, out place), reference);
        }

        foreach (var section in Document.GetProperty("components").EnumerateObject().Where(section => section.Name != "securitySchemes"))
            foreach (var component in section.Value.EnumerateObject()) Assert.Contains($"#/components/{section.Name}/{component.Name}", used);
    }

    [Fact]
    public void Operations_All_AreWhole()
    {
        var ids = new HashSet<string>();
        foreach (var (path, method, item, operation) in Operations())
        {
            var at = $"{method} {path}";
            Assert.True(ids.Add(operation.GetProperty("operationId").GetString()!), at);
            Assert.Contains(operation.GetProperty("tags")[0].GetString(), Document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()));
            Assert.EndsWith(".", operation.GetProperty("summary").GetString(), StringComparison.Ordinal);
            var statuses = operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToArray();
            Assert.Contains(statuses, status => status[0] == '2');
            if (!operation.TryGetProperty("security", out _)) Assert.Superset(new HashSet<string> { "401", "403", "429" }, statuses.ToHashSet());
            if (path.Contains("{id}", StringComparison.Ordinal) && method != "options") Assert.Contains("404", statuses);
            Assert.Equal(Template().Matches(path).Select(match => match.Groups[1].Value).Order(), Parameters(item, operation).Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()!).Order());
        }
    }

    [Fact]
    public void Problems_All_AreProblemDetails()
    {
        foreach (var response in Document.GetProperty("components").GetProperty("responses").EnumerateObject())
            Assert.Equal("#/components/schemas/ProblemDetails", response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        foreach (var (path, method, _, operation) in Operations())
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] is '4' or '5'))
                Assert.True(response.Value.TryGetProperty("$ref", out _), $"{method} {path} {response.Name}");
    }

    [Fact]
    public void Scopes_OfOperations_AreThoseTheGatewayAsksFor()
    {
        foreach (var (path, method, _, operation) in Operations())
        {
            if (operation.TryGetProperty("security", out _)) continue;
            var expected = ScopeRules.Of(method.ToUpperInvariant(), Template().Replace(path["/v1".Length..], "1"));
            Assert.DoesNotContain(KeyScope.Admin, expected);
            Assert.Equal(expected.Order(), operation.TryGetProperty("x-scopes", out var scopes) ? scopes.EnumerateArray().Select(scope => scope.GetString()!).Order() : []);
        }
    }

    private static IEnumerable<(string Path, string Method, JsonElement Item, JsonElement Operation)> Operations() =>
        from path in Document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select (path.Name, operation.Name, path.Value, operation.Value);

    private static IEnumerable<JsonElement> Parameters(JsonElement item, JsonElement operation) =>
        from holder in new[] { item, operation }
        where holder.TryGetProperty("parameters", out _)
        from parameter in holder.GetProperty("parameters").EnumerateArray()
        select parameter.TryGetProperty("$ref", out var reference) ? Document.GetProperty("components").GetProperty("parameters").GetProperty(reference.GetString()!.Split('/')[^1]) : parameter;

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static bool AllowsNull(JsonElement schema) =>
        schema.TryGetProperty("oneOf", out var choices) ? choices.EnumerateArray().Any(AllowsNull)
        : schema.TryGetProperty("type", out var type) && (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => one.GetString() == "null") : type.GetString() == "null");

    private static string Name(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Template();
}
