using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Rvos.Gateway.Keys;
using Rvos.Hosting.Data;

namespace Rvos.Cli.Keys;

/// <summary>Where a gateway keeps its keys.</summary>
internal static class KeyDatabase
{
    // A server that is away is a fault to be told of at once, where a gateway would wait.
    private const int RetrySeconds = 2;

    /// <summary>Opens the database, with the keys' tables up to date.</summary>
    /// <param name="text">A file, or a connection string; null: as the settings say.</param>
    /// <param name="mayCreate">Whether a file that is not there is made.</param>
    /// <param name="time">For pauses between tries.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    internal static async Task<Database> OpenAsync(string? text, bool mayCreate, TimeProvider time, CancellationToken cancellation)
    {
        var options = text is null ? Configured() : Options(text);
        options.RetrySeconds = Math.Min(options.RetrySeconds, RetrySeconds);
        if (!mayCreate && FileOf(options) is { } file && !File.Exists(file))
            throw new FileNotFoundException($"there is no database '{file}': name it with --database, or make a key first");
        var database = new Database(options, time);
        try
        {
            await new Migrator(database, time).MigrateAsync(new MigrationSource(KeyStore.Module, typeof(KeyStore).Assembly), cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Settings for what <c>--database</c> named.</summary>
    internal static DatabaseOptions Options(string text)
    {
        var settings = new DbConnectionStringBuilder();
        try
        {
            settings.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            return new DatabaseOptions { ConnectionString = new DbConnectionStringBuilder { ["Data Source"] = text }.ConnectionString };
        }
        var isPostgres = settings.ContainsKey("Host") || settings.ContainsKey("Server");
        return new DatabaseOptions { Provider = isPostgres ? SqlDialect.PostgreSql : SqlDialect.Sqlite, ConnectionString = text };
    }

    private static DatabaseOptions Configured()
    {
        var options = new DatabaseOptions();
        new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build()
            .GetSection(DatabaseOptions.Section).Bind(options);
        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
            ? options
            : throw new ArgumentException($"{DatabaseOptions.Section}: {faults[0].ErrorMessage}");
    }

    private static string? FileOf(DatabaseOptions options) => options.Provider == SqlDialect.Sqlite
        && new DbConnectionStringBuilder { ConnectionString = options.ConnectionString }.TryGetValue("Data Source", out var file) ? file.ToString() : null;
}
