using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Cli.Serving;
using Rvos.Model;
using Rvos.Testing;

namespace Rvos.Cli.Tests.Serving;

public sealed partial class RouteTableTests
{
    [Fact]
    public async Task OpenApiDocument_AndRoutesOfAllServices_AreTheSame()
    {
        var data = Directory.CreateTempSubdirectory("rvos-routes-").FullName;
        try
        {
            await using var app = AllInOneHost.Create(new ServeSettings { Host = "127.0.0.1", Port = 0, Data = data, Inference = new InferenceOptions("cpu", Precision.Auto) });
            var served = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().SelectMany(Routes).Where(route => route.Contains(" /v1/", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).ToArray();
            var documented = Documented().Order(StringComparer.Ordinal).ToArray();
            // HEAD goes with GET, and need not be said.
            Assert.Equal(documented, served.Where(route => !route.StartsWith("HEAD ", StringComparison.Ordinal) || documented.Contains(route)));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static IEnumerable<string> Documented()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "openapi.json")));
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
                if (operation.Name is "get" or "post" or "put" or "patch" or "delete" or "head" or "options") yield return $"{operation.Name.ToUpperInvariant()} {Normal(path.Name)}";
    }

    private static IEnumerable<string> Routes(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        return methods.Select(method => $"{method} {Normal("/" + endpoint.RoutePattern.RawText!.Trim('/'))}");
    }

    // Names of parameters, constraints and a slash at the end make no other route.
    private static string Normal(string path) => Parameter().Replace(path.TrimEnd('/'), "{}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
