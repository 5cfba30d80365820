using Microsoft.Data.Sqlite;

namespace Rvos.Hosting.Data;

/// <summary>The folder of a SQLite file.</summary>
internal static class SqliteFolder
{
    public static void Ensure(string connectionString)
    {
        var source = new SqliteConnectionStringBuilder(connectionString);
        var isFile = source.Mode != SqliteOpenMode.Memory && source.DataSource is not ("" or ":memory:") &&
            !source.DataSource.StartsWith("file:", StringComparison.Ordinal);
        if (isFile && Path.GetDirectoryName(Path.GetFullPath(source.DataSource)) is { } folder) Directory.CreateDirectory(folder);
    }
}
