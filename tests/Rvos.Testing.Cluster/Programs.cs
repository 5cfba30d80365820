using System.Reflection;

namespace Rvos.Testing.Cluster;

/// <summary>Where the programs of this repository were built.</summary>
public static class Programs
{
    private static readonly Dictionary<string, string?> Metadata = typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value);

    /// <summary>Folder of the repository.</summary>
    public static string Root => Metadata["RepositoryRoot"]!;

    /// <summary>Program of a service, such as <c>encoder</c>.</summary>
    public static string Service(string name) => Output(name, $"Rvos.{char.ToUpperInvariant(name[0])}{name[1..]}");

    /// <summary>The <c>rvos</c> command.</summary>
    public static string Rvos => Output("rvos", "rvos");

    private static string Output(string folder, string assembly) => Path.Combine(Root, "services", folder, "bin", Metadata["Configuration"]!, "net10.0", $"{assembly}.dll");
}
