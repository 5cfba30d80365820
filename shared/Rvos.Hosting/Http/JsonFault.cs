using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Hosting.Http;

/// <summary>Says what is wrong with a body that could not be read as a type.</summary>
internal static class JsonFault
{
    private const int MaximumField = 200;

    // Deep enough to tell JSON that is nested too deep from what is no JSON.
    private const int Deep = 1000;

    /// <summary>400, with the place.</summary>
    /// <param name="json">All of the body.</param>
    /// <param name="type">What it was to be read as.</param>
    /// <param name="options">By which it was to be read.</param>
    internal static ProblemHttpResult Of(ReadOnlySpan<byte> json, Type type, JsonSerializerOptions options)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ApiJson.MaximumDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            // What comes behind the value is looked at too.
            while (reader.Read())
            {
            }

            if (new JsonExpectation(options).Find(document.RootElement, type, "") is not var (path, detail)) return Problems.Bad("body", "The body is not the JSON expected.");
            if (path.Length > MaximumField) path = path[..MaximumField] + "…";
            return Problems.Bad(path.Length == 0 ? "body" : path, $"At ${(path.Length == 0 ? "" : ".")}{path}: {detail}.");
        }
        catch (JsonException e)
        {
            return Problems.Bad("body", NoJson(json, e));
        }
        catch (InvalidOperationException) // what the framework says of names that are no Unicode
        {
            return Problems.Bad("body", "The body is not JSON: a name is no Unicode.");
        }
    }

    private static string NoJson(ReadOnlySpan<byte> json, JsonException error)
    {
        if (json.Trim(" \t\r\n"u8).IsEmpty) return "The body is empty; JSON is expected.";
        try
        {
            Skim(json, ApiJson.MaximumDepth);
            return "The body is not all of its JSON: it ends too early.";
        }
        catch (JsonException)
        {
            return IsTooDeep(json)
                ? $"The body's JSON is nested more than {ApiJson.MaximumDepth} deep."
                : string.Create(CultureInfo.InvariantCulture, $"The body is not JSON from line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1} on.");
        }
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        try
        {
            Skim(json, Deep);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Skim(ReadOnlySpan<byte> json, int depth)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = depth }));
        while (reader.Read())
        {
        }
    }
}
