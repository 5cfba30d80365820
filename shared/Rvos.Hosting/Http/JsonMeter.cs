using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rvos.Hosting.Http;

/// <summary>Counts what a JSON body holds while its bytes come in, so that one that would take many times its own size as objects is refused before it is any.</summary>
/// <param name="body">Bounds of the body.</param>
internal sealed class JsonMeter(JsonBound body)
{
    // What a number or another value takes at most, as an element of a list or of a parsed document.
    private const int ValueMemory = 24;

    private readonly JsonBound _unbound = new("", JsonBound.MostElements, "elements");
    private readonly Dictionary<JsonBound, long> _inAll = new(ReferenceEqualityComparer.Instance);
    private readonly Level[] _levels = new Level[ApiJson.MaximumDepth];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = ApiJson.MaximumDepth });
    private long _values;
    private double _textMemory;
    private int _depth = -1;

    /// <summary>Bytes of the body that were looked at.</summary>
    internal int Position { get; private set; }

    /// <summary>Bytes of memory that what was looked at takes at most, as objects.</summary>
    internal long Memory => _values * ValueMemory + (long)_textMemory;

    /// <summary>Looks at what came since the last time.</summary>
    /// <param name="json">The body from its start, as far as it came.</param>
    /// <param name="isAll">Whether no more comes.</param>
    /// <returns>What there is too much of, and where; null where all is within bounds.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal (string Field, string Detail)? Read(ReadOnlySpan<byte> json, bool isAll)
    {
        var reader = new Utf8JsonReader(json[Position..], isAll, _state);
        while (reader.Read())
            if (Count(ref reader) is var (most, unit, inAll)) return Excess(json, Position + reader.TokenStartIndex, most, unit, inAll);
        Position += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return null;
    }

    private (long Most, string Unit, bool InAll)? Count(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _depth--;
                return null;
            case JsonTokenType.PropertyName:
                return CountName(ref reader, ref _levels[_depth]);
        }

        if (++_values > body.MostInAll) return (body.MostInAll, body.Unit, true);
        var isElement = _depth >= 0 && _levels[_depth].IsList;
        var bound = _depth < 0 ? body : isElement ? _levels[_depth].Bound : _levels[_depth].Property ?? _unbound;
        if (isElement)
        {
            _levels[_depth].Elements++;
            if (reader.TokenType != JsonTokenType.StartArray && CountElement(bound) is { } tooMany) return tooMany;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var isList = reader.TokenType == JsonTokenType.StartArray;
                var counter = isList && isElement ? _levels[_depth].Counter : _depth + 1;
                _levels[++_depth] = new Level { Bound = bound, IsList = isList, Counter = counter };
                return null;
            case JsonTokenType.String:
                return CountText(bound, reader.ValueSpan.Length);
            default:
                _textMemory += reader.ValueSpan.Length;
                return reader.ValueSpan.Length > JsonBound.MostTextBytes ? (JsonBound.MostTextBytes, "bytes", false) : null;
        }
    }

    private (long, string, bool)? CountName(ref Utf8JsonReader reader, ref Level level)
    {
        level.Property = null;
        (level.NameStart, level.NameLength) = (Position + (int)reader.TokenStartIndex + 1, Math.Min(reader.ValueSpan.Length, JsonBound.MostTextBytes));
        if (reader.ValueSpan.Length > JsonBound.MostTextBytes) return (JsonBound.MostTextBytes, "bytes", false);
        foreach (var property in level.Bound.Properties)
            if (reader.ValueTextEquals(property.Name)) level.Property = property;
        return ++level.Counted > JsonBound.MostElements ? (JsonBound.MostElements, "properties", false) : null;
    }

    private (long, string, bool)? CountElement(JsonBound bound)
    {
        if (++_levels[_levels[_depth].Counter].Counted > bound.Most) return (bound.Most, bound.Unit, false);
        return bound.MostInAll < long.MaxValue && (_inAll[bound] = _inAll.GetValueOrDefault(bound) + 1) > bound.MostInAll ? (bound.MostInAll, bound.Unit, true) : null;
    }

    private (long, string, bool)? CountText(JsonBound bound, int bytes)
    {
        _textMemory += bytes * bound.TextMemory;
        var most = Math.Max(bound.Most, JsonBound.MostTextBytes);
        if (bytes > most) return (most, "bytes", false);
        return bound.MostInAll < long.MaxValue && bound != body && (_inAll[bound] = _inAll.GetValueOrDefault(bound) + bytes) > bound.MostInAll ? (bound.MostInAll, bound.Unit, true) : null;
    }

    private (string Field, string Detail) Excess(ReadOnlySpan<byte> json, long at, long most, string unit, bool inAll)
    {
        var path = new StringBuilder();
        // The list is where there is too much, not the element that is one too many.
        var last = _depth >= 0 && _levels[_depth].IsList ? _levels[_depth].Counter : _depth;
        for (var i = 0; i <= last; i++)
        {
            ref var level = ref _levels[i];
            if (level.IsList && i < last) path.Append(CultureInfo.InvariantCulture, $"[{level.Elements - 1}]");
            if (!level.IsList && level.NameLength > 0) path.Append(path.Length > 0 ? "." : "").Append(Encoding.UTF8.GetString(json.Slice(level.NameStart, Math.Min(level.NameLength, 100))));
        }

        var field = path.Length > 0 ? path.ToString() : "body";
        var where = inAll ? "in the whole request" : "there";
        return (field, string.Create(CultureInfo.InvariantCulture, $"At $.{field}, byte {at + 1} of the body, come more than {most} {unit}, the most that may be {where}."));
    }

    private struct Level
    {
        internal JsonBound Bound;
        internal bool IsList;
        // The level whose count is that of this list's elements: the outermost of lists within lists.
        internal int Counter;
        internal long Counted;
        internal long Elements;
        // Of the name that came last, with its bounds and its place in the body.
        internal JsonBound? Property;
        internal int NameStart;
        internal int NameLength;
    }
}
