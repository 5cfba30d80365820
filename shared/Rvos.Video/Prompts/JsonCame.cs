using System.Text.Json;

namespace Rvos.Video.Prompts;

/// <summary>Says of a JSON value what it is, for messages that also say what was expected.</summary>
internal static class JsonCame
{
    private const int MaximumShown = 40;

    /// <summary>Such as <c>the number 1.5</c> or <c>an array of 3</c>.</summary>
    internal static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"an array of {value.GetArrayLength()}",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => $"the number {Short(value.GetRawText())}",
        JsonValueKind.String => $"the string {Short(value.GetRawText())}",
        _ => value.GetRawText(),
    };

    private static string Short(string text) => text.Length <= MaximumShown ? text : text[..MaximumShown] + "…";
}
