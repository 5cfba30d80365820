using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Rvos.Hosting.Http;

/// <summary>Finds where JSON that could not be read as a type is not as the type has it, in the type's own order of the document: what was expected and what came.</summary>
/// <param name="options">By which it was to be read.</param>
internal sealed class JsonExpectation(JsonSerializerOptions options)
{
    private const int MostProperties = 20;

    /// <summary>The first such place.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="type">What it was to be read as.</param>
    /// <param name="path">Where it is, such as <c>objects[2]</c>; empty for all of it.</param>
    /// <returns>Path and detail; null when nothing is found that is wrong.</returns>
    internal (string Path, string Detail)? Find(JsonElement value, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => value.ValueKind == JsonValueKind.Object ? FindInObject(value, info, path) : Wrong(path, Expected(info), value),
            JsonTypeInfoKind.Enumerable => value.ValueKind == JsonValueKind.Array ? FindInList(value, info.ElementType!, path) : Wrong(path, Expected(info), value),
            JsonTypeInfoKind.Dictionary => value.ValueKind == JsonValueKind.Object ? FindInWords(value, info.ElementType!, path) : Wrong(path, Expected(info), value),
            _ => JsonScalar.Fits(value, type) ? null : Wrong(path, Expected(info), value),
        };
    }

    private (string, string)? FindInObject(JsonElement value, JsonTypeInfo info, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var place = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!seen.Add(property.Name)) return (place, "it is there twice");
            if (info.Properties.FirstOrDefault(p => p.Name == property.Name) is not { } known) return (place, $"there is no such property; known are {Names(info)}");
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                if (!known.IsSetNullable && known.PropertyType != typeof(JsonElement)) return Wrong(place, Expected(options.GetTypeInfo(known.PropertyType)), property.Value);
                continue;
            }

            if (Find(property.Value, known.PropertyType, place) is { } found) return found;
        }

        return info.Properties.FirstOrDefault(p => p.IsRequired && !seen.Contains(p.Name)) is { } missing
            ? (path.Length == 0 ? missing.Name : $"{path}.{missing.Name}", $"{Expected(options.GetTypeInfo(missing.PropertyType))} is expected, the property is missing")
            : null;
    }

    private (string, string)? FindInList(JsonElement value, Type type, string path)
    {
        var at = 0;
        foreach (var element in value.EnumerateArray())
        {
            var isAllowedNull = element.ValueKind == JsonValueKind.Null && (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null);
            if (!isAllowedNull && Find(element, type, $"{path}[{at}]") is { } found) return found;
            at++;
        }

        return null;
    }

    private (string, string)? FindInWords(JsonElement value, Type type, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var place = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!seen.Add(property.Name)) return (place, "it is there twice");
            if (property.Value.ValueKind != JsonValueKind.Null && Find(property.Value, type, place) is { } found) return found;
        }

        return null;
    }

    private static (string, string)? Wrong(string path, string expected, JsonElement came) => (path, $"{expected} is expected, {JsonScalar.Came(came)} came");

    private static string Expected(JsonTypeInfo info) => info.Kind switch
    {
        JsonTypeInfoKind.Object => $"an object with {Names(info)}",
        JsonTypeInfoKind.Enumerable => "an array",
        JsonTypeInfoKind.Dictionary => "an object",
        _ => JsonScalar.Expected(Nullable.GetUnderlyingType(info.Type) ?? info.Type),
    };

    private static string Names(JsonTypeInfo info) => string.Join(", ", info.Properties.Take(MostProperties).Select(p => $"'{p.Name}'"));
}
