namespace Rvos.Hosting.Data;

/// <summary>Whose SQL a database speaks. Statements of the services are written to run on both.</summary>
public enum SqlDialect
{
    /// <summary>A file, one machine.</summary>
    Sqlite,
    /// <summary>A server.</summary>
    PostgreSql,
}
