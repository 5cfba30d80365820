using Microsoft.AspNetCore.Builder;

namespace Rvos.Hosting.Defaults;

/// <summary>Begins every service's program.</summary>
public static class ServiceBuilder
{
    /// <summary>
    /// A builder whose <c>appsettings.json</c> lies beside the program and is read once. ASP.NET's own default reads it from the working directory and watches every folder
    /// below that for changes: from <c>/</c> or a home folder that is seconds of work at each start, and more watches than the system has.
    /// </summary>
    /// <param name="args">The program's arguments: settings as <c>--Rvos:Jobs:MaximumRunning=4</c>.</param>
    public static WebApplicationBuilder Create(params string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
            ContentRootPath = AppContext.BaseDirectory,
        });
    }
}
