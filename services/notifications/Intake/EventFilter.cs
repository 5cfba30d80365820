using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rvos.Notifications.Intake;

/// <summary>Which events an endpoint gets: types by name, or <c>job.*</c> for all below; an empty filter lets every event through.</summary>
internal sealed partial class EventFilter
{
    internal const int MaximumPatterns = 64;

    private readonly string[] _patterns;

    private EventFilter(string[] patterns) => _patterns = patterns;

    internal IReadOnlyList<string> Patterns => _patterns;

    internal string Json => JsonSerializer.Serialize(_patterns);

    internal static bool IsEventType(string text) => EventType().IsMatch(text);

    internal static EventFilter FromJson(string json) => new(JsonSerializer.Deserialize<string[]>(json) ?? []);

    /// <summary>Reads patterns; null, and what is wrong with which, when one is not a pattern.</summary>
    internal static EventFilter? TryCreate(IReadOnlyList<string?> patterns, out string error)
    {
        error = patterns.Count > MaximumPatterns ? $"events has {patterns.Count} entries, more than {MaximumPatterns}" : "";
        for (var i = 0; i < patterns.Count && error.Length == 0; i++)
            if (patterns[i] is not { } pattern || !Pattern().IsMatch(pattern))
                error = $"events[{i}] is not an event type such as 'job.completed', nor a group of them such as 'job.*'";
        return error.Length == 0 ? new EventFilter([.. patterns.Select(p => p!).Distinct(StringComparer.Ordinal)]) : null;
    }

    internal bool Matches(string eventType) =>
        _patterns.Length == 0 || _patterns.Any(p => p.EndsWith(".*", StringComparison.Ordinal) ? eventType.StartsWith(p[..^1], StringComparison.Ordinal) : p == eventType);

    [GeneratedRegex(@"\A[a-z0-9_]{1,40}(\.[a-z0-9_]{1,40}){0,5}(\.\*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\A[a-z0-9_]{1,40}(\.[a-z0-9_]{1,40}){0,6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EventType();
}
