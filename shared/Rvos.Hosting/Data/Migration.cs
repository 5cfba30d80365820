using System.IO.Hashing;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Rvos.Hosting.Data;

/// <summary>
/// A step of a schema: the embedded resource <c>Migrations/0001_name.sql</c>, or one for each dialect,
/// <c>0001_name.sqlite.sql</c> and <c>0001_name.postgresql.sql</c>. Versions count from 1 without gaps.
/// </summary>
/// <param name="Version">From 1.</param>
/// <param name="Name">Lower-case letters, digits and underscores.</param>
/// <param name="Sql">Statements.</param>
public sealed partial record Migration(int Version, string Name, string Sql)
{
    /// <summary>XxHash128 of the statements in hexadecimal: against edits by mistake, line ends aside.</summary>
    public string Checksum => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The steps of an assembly in order.</summary>
    /// <param name="assembly">Has them embedded.</param>
    /// <param name="dialect">Chooses between variants.</param>
    /// <exception cref="MigrationException">A bad name, a gap, or two steps of one version.</exception>
    public static IReadOnlyList<Migration> Of(Assembly assembly, SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var found = new SortedDictionary<int, Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => IsMigration().IsMatch(name)))
        {
            var match = FileName().Match(resource);
            if (!match.Success)
            {
                throw new MigrationException(
                    $"{resource}: migrations are called 0001_name.sql, 0001_name.sqlite.sql or 0001_name.postgresql.sql");
            }
            var variant = match.Groups["dialect"].Value;
            if (variant.Length > 0 && variant != (dialect == SqlDialect.Sqlite ? "sqlite" : "postgresql")) continue;
            var version = int.Parse(match.Groups["version"].Value);
            if (!found.TryAdd(version, new Migration(version, match.Groups["name"].Value, Read(assembly, resource))))
                throw new MigrationException($"{assembly.GetName().Name}: two migrations have version {version}");
        }
        CheckGaps(assembly, found.Keys);
        return [.. found.Values];
    }

    private static void CheckGaps(Assembly assembly, IEnumerable<int> versions)
    {
        var expected = 1;
        foreach (var version in versions)
            if (version != expected++) throw new MigrationException($"{assembly.GetName().Name}: migration {expected - 1} is missing before {version}");
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"(^|[./\\])Migrations[./\\][^/\\]*\.sql$")]
    private static partial Regex IsMigration();

    [GeneratedRegex(@"(^|[./\\])Migrations[./\\](?<version>\d{4})_(?<name>[a-z0-9_]+)(\.(?<dialect>sqlite|postgresql))?\.sql$")]
    private static partial Regex FileName();
}
