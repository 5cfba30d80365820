using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Rvos.Hosting.Data;

/// <summary>Registers the database.</summary>
public static class DatabaseServices
{
    /// <summary>
    /// Adds <see cref="Database"/> as section <c>Rvos:Database</c> says, and its migration when the host starts. Calls after the
    /// first add nothing.
    /// </summary>
    /// <param name="builder">Of the host.</param>
    public static IHostApplicationBuilder AddRvosDatabase(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(Database))) return builder;
        builder.Services.AddOptions<DatabaseOptions>()
            .Bind(builder.Configuration.GetSection(DatabaseOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new Database(
            services.GetRequiredService<IOptions<DatabaseOptions>>().Value, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<Migrator>();
        builder.Services.AddHostedService<MigrationStartup>();
        return builder;
    }

    /// <summary>Adds a module's tables: the embedded <c>Migrations/*.sql</c> of an assembly, see <see cref="Migration"/>.</summary>
    /// <param name="builder">Of the host.</param>
    /// <param name="assembly">Has the scripts.</param>
    /// <param name="module">Name of the module, such as <c>ingestion</c>.</param>
    public static IHostApplicationBuilder AddMigrations(this IHostApplicationBuilder builder, Assembly assembly, string module)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(module);
        var source = new MigrationSource(module, assembly);
        if (builder.Services.Any(service => source.Equals(service.ImplementationInstance))) return builder;
        builder.Services.AddSingleton(source);
        return builder;
    }
}
