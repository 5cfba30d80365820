using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rvos.Cli.Tests.Serving;

/// <summary>All settings of all services as Markdown, from the classes that hold them and their documentation.</summary>
internal static partial class SettingsDocument
{
    private const string Introduction = """
        # Settings

        Made from the options of the services (`./test Rvos.Cli` checks that it is true). A setting is given in the environment, colons as two
        underscores: `Rvos__Jobs__MaximumRunning=4 ./rvos serve`. Times are written `hh:mm:ss` or `d.hh:mm:ss`; lists as `…__0`, `…__1`. A value out of
        range ends the program at its start, with a sentence. `rvos serve` sets folders, database and models by its own options; what the environment says
        goes before.
        """;

    internal static string Write()
    {
        var text = new StringBuilder(Introduction).Append('\n');
        foreach (var section in Types().GroupBy(SectionOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n");
            foreach (var type in section.OrderBy(type => type.Name, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{Summary(type, "T:" + type.FullName)}\n\n| setting | default | range | meaning |\n|---|---|---|---|\n");
                var defaults = Activator.CreateInstance(type);
                foreach (var property in type.GetProperties().Where(p => p.SetMethod is { IsPublic: true } || p.GetValue(defaults) is IList))
                    text.Append(CultureInfo.InvariantCulture, $"| `{property.Name}` | {Default(section.Key!, property, defaults)} | {Range(property)} | {Summary(type, $"P:{type.FullName}.{property.Name}")} |\n");
                text.Append('\n');
            }
        }

        return text.ToString().Replace("\n\n\n", "\n\n", StringComparison.Ordinal).TrimEnd() + "\n";
    }

    private static IEnumerable<Type> Types() => Directory.EnumerateFiles(AppContext.BaseDirectory, "Rvos.*.dll").Where(file => !Path.GetFileName(file).Contains("Test", StringComparison.Ordinal))
        .SelectMany(file => Assembly.LoadFrom(file).GetExportedTypes()).Where(type => type is { IsClass: true, IsAbstract: false } && SectionOf(type) is not null);

    private static string? SectionOf(Type type) => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static string Default(string section, PropertyInfo property, object? defaults) => (section, property.Name) switch
    {
        ("Rvos:Jobs", "DecodesAtOnce") => "the processors",
        _ => property.GetValue(defaults) switch
        {
            null => "none",
            "" => "none",
            string text when text.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal) => $"`{text[AppContext.BaseDirectory.Length..]}` beside the program",
            string text when text.StartsWith(Path.GetTempPath(), StringComparison.Ordinal) => $"`{text[Path.GetTempPath().Length..].Replace($"-{Environment.UserName}", "-USER", StringComparison.Ordinal)}` in the system's temporary folder",
            IList { Count: 0 } => "none",
            bool truth => truth ? "`true`" : "`false`",
            IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
            var other => $"`{other}`",
        },
    };

    private static string Range(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}") : "";

    private static string Summary(Type type, string member)
    {
        var documents = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var summary = documents.Descendants("member").Single(each => (string?)each.Attribute("name") == member).Element("summary")!;
        foreach (var see in summary.Descendants("see").ToArray()) see.ReplaceWith($"`{((string?)see.Attribute("cref"))?.Split('.')[^1]}`");
        foreach (var code in summary.Descendants("c").ToArray()) code.ReplaceWith($"`{code.Value}`");
        return Spaces().Replace(summary.Value, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
