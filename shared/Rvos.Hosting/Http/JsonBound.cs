namespace Rvos.Hosting.Http;

/// <summary>How much a property of a JSON body may hold: checked while the body comes in, before anything is made of it.</summary>
/// <param name="Name">Of the property, as in the JSON.</param>
/// <param name="Most">Of a list, most elements: where these are lists themselves, theirs count instead. Of a text, most bytes.</param>
/// <param name="Unit">What is counted, for the answer to a user: <c>objects</c>.</param>
public sealed record JsonBound(string Name, long Most, string Unit)
{
    /// <summary>Most properties of an object, and most elements of a list that has no bound of its own: 100.</summary>
    public const int MostElements = 100;

    /// <summary>Most bytes of a name, a number, or a text that has no bound of its own: 16 KiB.</summary>
    public const int MostTextBytes = 16 << 10;

    /// <summary>The same of all such properties of a body together.</summary>
    public long MostInAll { get; init; } = long.MaxValue;

    /// <summary>Bytes of memory that a byte of the property's text becomes: 2 for texts (UTF-16, the default), 0.75 for Base64.</summary>
    public double TextMemory { get; init; } = 2;

    /// <summary>Bounds of the properties of the object, or of each object of the list.</summary>
    public IReadOnlyList<JsonBound> Properties { get; init; } = [];

    /// <summary>A body: an object.</summary>
    /// <param name="mostValues">Most values of it all, whatever they are.</param>
    /// <param name="properties">Of it.</param>
    public static JsonBound Body(long mostValues, params IReadOnlyList<JsonBound> properties) => new("", MostElements, "values") { MostInAll = mostValues, Properties = properties };
}
