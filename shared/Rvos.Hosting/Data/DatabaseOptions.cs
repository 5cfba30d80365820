using System.ComponentModel.DataAnnotations;

namespace Rvos.Hosting.Data;

/// <summary>Settings of the database, section <c>Rvos:Database</c>; checked when the host starts.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Database";

    /// <summary>Kind of database; <see cref="SqlDialect.Sqlite"/> by default.</summary>
    [EnumDataType(typeof(SqlDialect))]
    public SqlDialect Provider { get; set; } = SqlDialect.Sqlite;

    /// <summary>
    /// As the provider's library reads it; <c>Data Source=data/rvos.db</c> by default. A folder that a file of SQLite needs is made.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=data/rvos.db";

    /// <summary>
    /// For how many seconds a transaction is tried again while the server is away or refuses it for the moment; 40 by default.
    /// </summary>
    [Range(0, 600)]
    public int RetrySeconds { get; set; } = 40;
}
