namespace Rvos.Dapr.Secrets;

/// <summary>Where the value of a setting is.</summary>
/// <param name="Setting">Its key in the configuration.</param>
/// <param name="Secret">Name of the secret.</param>
/// <param name="Key">Of the secret's values; null where it has one.</param>
internal sealed record SecretReference(string Setting, string Secret, string? Key)
{
    /// <summary>Reads <c>SETTING=SECRET#KEY</c>.</summary>
    /// <exception cref="DaprStartException">It is not of this form.</exception>
    internal static SecretReference Parse(string text)
    {
        var (setting, source) = Split(text, '=');
        var (secret, key) = Split(source ?? "", '#');
        if (setting.Length == 0 || secret.Length == 0 || key is { Length: 0 }) throw new DaprStartException($"{DaprOptions.Section}:Secrets: '{text}' is not of the form SETTING=SECRET#KEY.");
        return new SecretReference(setting.Replace("__", ":", StringComparison.Ordinal), secret, key);
    }

    private static (string First, string? Second) Split(string text, char at) => text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (text[..i].Trim(), text[(i + 1)..].Trim()) : (text.Trim(), null);
}
