using System.Reflection;

namespace Rvos.Hosting.Telemetry;

/// <summary>Under which name a process reports: <c>service.name</c>, <c>service.version</c> and <c>service.instance.id</c>.</summary>
/// <param name="Name">Such as <c>rvos-decoder</c>.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Instance">Unlike any other process's, also after a restart of the same pod.</param>
public sealed record ServiceIdentity(string Name, string Version, string Instance)
{
    /// <summary>Of this process.</summary>
    /// <param name="name">Such as <c>decoder</c>; <c>OTEL_SERVICE_NAME</c> takes its place where it is set.</param>
    /// <param name="configured">From <c>OTEL_SERVICE_NAME</c>, or null.</param>
    public static ServiceIdentity Of(string name, string? configured = null)
    {
        var version = typeof(ServiceIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var named = string.IsNullOrWhiteSpace(configured) ? name : configured;
        return new(named, version ?? "0", $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}");
    }
}
