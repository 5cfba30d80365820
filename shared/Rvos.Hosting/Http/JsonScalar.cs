using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Rvos.Hosting.Http;

/// <summary>Values of JSON that hold no others: whether they are of a type, and words for both.</summary>
internal static class JsonScalar
{
    private const int MaximumShown = 60;

    /// <summary>Whether a value can be read as a type; true for types that are not known here.</summary>
    internal static bool Fits(JsonElement value, Type type)
    {
        if (type == typeof(string)) return value.ValueKind == JsonValueKind.String && IsText(value);
        if (type == typeof(byte[])) return value.ValueKind == JsonValueKind.String && IsBase64(value);
        if (type == typeof(DateTimeOffset)) return value.ValueKind == JsonValueKind.String && IsText(value) && value.TryGetDateTimeOffset(out _);
        if (type == typeof(bool)) return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        if (type == typeof(int)) return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);
        if (type == typeof(long)) return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);
        if (type == typeof(double)) return value.ValueKind == JsonValueKind.Number;
        return !type.IsEnum || (value.ValueKind == JsonValueKind.String && IsText(value) && Names(type).Contains(value.GetString()));
    }

    /// <summary>What a type expects.</summary>
    internal static string Expected(Type type)
    {
        if (type == typeof(string)) return "a string";
        if (type == typeof(byte[])) return "a string of Base64";
        if (type == typeof(DateTimeOffset)) return "a time such as \"2026-01-31T12:00:00Z\"";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int)) return string.Create(CultureInfo.InvariantCulture, $"a whole number from {int.MinValue} to {int.MaxValue}");
        if (type == typeof(long)) return string.Create(CultureInfo.InvariantCulture, $"a whole number from {long.MinValue} to {long.MaxValue}");
        if (type == typeof(double)) return "a number";
        return type.IsEnum ? $"one of {string.Join(", ", Names(type).Select(n => $"\"{n}\""))}" : "another value";
    }

    /// <summary>What came, cut where it is long.</summary>
    internal static string Came(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Create(CultureInfo.InvariantCulture, $"an array of {value.GetArrayLength()}"),
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => $"the number {Short(value)}",
        JsonValueKind.String => IsText(value) ? $"the string {Short(value)}" : "a string that is no Unicode",
        _ => value.GetRawText(),
    };

    private static string[] Names(Type type) => Array.ConvertAll(Enum.GetNames(type), JsonNamingPolicy.SnakeCaseLower.ConvertName);

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > MaximumShown } text ? text[..MaximumShown] + "…" : value.GetRawText();

    // A mask may be many megabytes: it is not copied unless it has escapes.
    private static bool IsBase64(JsonElement value)
    {
        var text = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return text.Contains((byte)'\\') ? IsText(value) && value.TryGetBytesFromBase64(out _) : Base64.IsValid(text);
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException) // what the framework says of half a surrogate pair and of bytes that are no UTF-8
        {
            return false;
        }
    }
}
