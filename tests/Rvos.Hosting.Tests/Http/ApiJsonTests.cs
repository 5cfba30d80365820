using System.Text;
using System.Text.Json;
using Rvos.Hosting.Http;

namespace Rvos.Hosting.Tests.Http;

/// <summary>What the API says of JSON bodies that are not as they should be: what was expected, what came, and where.</summary>
public sealed class ApiJsonTests
{
    [Theory]
    [InlineData("{\"name\":5}", "name", "a string is expected, the number 5 came")]
    [InlineData("{\"name\":null}", "name", "a string is expected, null came")]
    [InlineData("{\"name\":[1,2,3]}", "name", "a string is expected, an array of 3 came")]
    [InlineData("{\"name\":\"a\",\"count\":\"5\"}", "count", "a whole number from -2147483648 to 2147483647 is expected, the string \"5\" came")]
    [InlineData("{\"name\":\"a\",\"count\":1.5}", "count", "a whole number from -2147483648 to 2147483647 is expected, the number 1.5 came")]
    [InlineData("{\"name\":\"a\",\"count\":99999999999}", "count", "the number 99999999999 came")]
    [InlineData("{\"name\":\"a\",\"flag\":\"yes\"}", "flag", "true or false is expected, the string \"yes\" came")]
    [InlineData("{\"name\":\"a\",\"flag\":1}", "flag", "true or false is expected, the number 1 came")]
    [InlineData("{\"name\":\"a\",\"inner\":[{}]}", "inner", "an object with 'sizes', 'png' is expected, an array of 1 came")]
    [InlineData("{\"name\":\"a\",\"inner\":{\"sizes\":[1,\"2\"]}}", "inner.sizes[1]", "a number is expected, the string \"2\" came")]
    [InlineData("{\"name\":\"a\",\"inner\":{\"sizes\":3}}", "inner.sizes", "an array is expected, the number 3 came")]
    [InlineData("{\"name\":\"a\",\"inner\":{\"png\":\"%%\"}}", "inner.png", "a string of Base64 is expected, the string \"%%\" came")]
    [InlineData("{\"name\":\"a\",\"list\":[{},{\"png\":7}]}", "list[1].png", "a string of Base64 is expected, the number 7 came")]
    [InlineData("{\"name\":\"a\",\"list\":[{},\"x\"]}", "list[1]", "an object with 'sizes', 'png' is expected, the string \"x\" came")]
    [InlineData("{\"name\":\"a\",\"words\":{\"k\":1}}", "words.k", "a string is expected, the number 1 came")]
    [InlineData("{\"name\":\"a\",\"words\":[]}", "words", "an object is expected, an array of 0 came")]
    [InlineData("{\"name\":\"a\",\"since\":\"yesterday\"}", "since", "a time such as \"2026-01-31T12:00:00Z\" is expected, the string \"yesterday\" came")]
    [InlineData("{\"name\":\"a\",\"size\":\"tall\"}", "size", "one of \"small\", \"very_large\" is expected, the string \"tall\" came")]
    [InlineData("{\"name\":\"a\",\"nmae\":1}", "nmae", "there is no such property; known are 'name', 'count'")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", "name", "it is there twice")]
    [InlineData("{\"count\":1}", "name", "a string is expected, the property is missing")]
    [InlineData("[]", "body", "an object with 'name', 'count'")]
    [InlineData("\"{}\"", "body", "the string \"{}\" came")]
    public void Parse_NotAsExpected_SaysWhatWasExpectedWhatCameAndWhere(string json, string field, string detail)
    {
        var (body, problem) = ApiJson.Parse<Sample>(Encoding.UTF8.GetBytes(json));
        Assert.Null(body);
        Assert.Equal(400, problem!.StatusCode);
        Assert.Equal(field, problem.ProblemDetails.Extensions["field"]);
        Assert.Contains(detail, problem.ProblemDetails.Detail, StringComparison.Ordinal);
        Assert.Contains(field == "body" ? "$" : $"$.{field}", problem.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"name\":\"a\",}", "line 1, byte 13")]
    [InlineData("{\"name\":\n \"a\" \"b\"}", "line 2, byte 6")]
    [InlineData("{\"name\":\"a\"", "ends")]
    [InlineData("", "empty")]
    [InlineData("name=a", "line 1, byte 2")]
    public void Parse_NoJson_SaysFromWhereOn(string json, string detail)
    {
        var problem = ApiJson.Parse<Sample>(Encoding.UTF8.GetBytes(json)).Problem!;
        Assert.Equal("body", problem.ProblemDetails.Extensions["field"]);
        Assert.Contains(detail, problem.ProblemDetails.Detail, StringComparison.Ordinal);
        Assert.Contains("JSON", problem.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LongText_IsCutInTheAnswer()
    {
        var problem = ApiJson.Parse<Sample>(Encoding.UTF8.GetBytes($"{{\"name\":\"a\",\"count\":\"{new string('x', 10_000)}\"}}")).Problem!;
        Assert.InRange(problem.ProblemDetails.Detail!.Length, 20, 300);
    }

    [Fact]
    public void Parse_WhatIsExpected_IsRead()
    {
        var body = ApiJson.Parse<Sample>("""{"name":"a","count":3,"flag":null,"inner":{"sizes":[1.5]},"list":[{}],"words":{"k":"v"},"any":[1],"since":"2026-01-31T12:00:00Z","size":"very_large"}"""u8).Body!;
        Assert.Equal(("a", 3, 1.5, "v", SampleSize.VeryLarge, JsonValueKind.Array), (body.Name, body.Count, body.Inner!.Sizes![0], body.Words["k"], body.Size!.Value, body.Any!.Value.ValueKind));
    }

    private enum SampleSize
    {
        Small,
        VeryLarge,
    }

    private sealed record Sample
    {
        public required string Name { get; init; }

        public int Count { get; init; }

        public bool? Flag { get; init; }

        public Inner? Inner { get; init; }

        public IReadOnlyList<Inner> List { get; init; } = [];

        public Dictionary<string, string> Words { get; init; } = [];

        public JsonElement? Any { get; init; }

        public DateTimeOffset? Since { get; init; }

        public SampleSize? Size { get; init; }
    }

    private sealed record Inner
    {
        public IReadOnlyList<double>? Sizes { get; init; }

        public byte[]? Png { get; init; }
    }
}
