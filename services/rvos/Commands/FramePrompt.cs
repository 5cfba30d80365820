using System.Globalization;

namespace Rvos.Cli.Commands;

/// <summary>An option's value of the form FRAME:VALUE.</summary>
/// <param name="Frame">Frame index from 0.</param>
/// <param name="Value">What follows the colon.</param>
internal sealed record FramePrompt(int Frame, string Value)
{
    /// <summary>Parses FRAME:VALUE.</summary>
    /// <exception cref="ArgumentException">There is no frame number before a colon, or nothing after it.</exception>
    internal static FramePrompt Parse(string option, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1 && int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var frame)
            ? new FramePrompt(frame, text[(colon + 1)..])
            : throw new ArgumentException($"{option} '{text}': FRAME:VALUE expected, for example 0:first.png");
    }
}
