using System.Reflection;

namespace Rvos.Hosting.Data;

/// <summary>Whose tables to bring up to date.</summary>
/// <param name="Module">Name of the module: its versions are counted on their own.</param>
/// <param name="Assembly">Has the scripts as embedded resources, see <see cref="Migration"/>.</param>
public sealed record MigrationSource(string Module, Assembly Assembly);
