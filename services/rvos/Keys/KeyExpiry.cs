using System.Globalization;

namespace Rvos.Cli.Keys;

/// <summary>When a key ends, as it is typed.</summary>
internal static class KeyExpiry
{
    private const int MostDays = 36_500;

    /// <summary>A moment: days from now (<c>90d</c>) or a time with its zone.</summary>
    /// <exception cref="ArgumentException">Neither.</exception>
    internal static DateTimeOffset Parse(string text, DateTimeOffset now)
    {
        if (text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays) return now.AddDays(days);
        // Without a zone it would mean another moment on another machine.
        string[] forms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];
        if (DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local) && local.Kind != DateTimeKind.Unspecified)
            return DateTimeOffset.ParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None).ToUniversalTime();
        throw new ArgumentException($"'{text}' is neither days from now, such as 90d, nor a time with its zone, such as 2030-01-31T12:00:00Z");
    }
}
