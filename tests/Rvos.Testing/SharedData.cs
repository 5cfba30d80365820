namespace Rvos.Testing;

/// <summary>Where test data are. Data beside the repository (the folder <c>shared</c> next to it) are optional: tests on them are skipped without.</summary>
public static class SharedData
{
    /// <summary>The folder that holds RVOS.Cloud.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The folder <c>shared</c> beside the repository, or null.</summary>
    public static string? Root { get; } = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared")) is var path && Directory.Exists(Path.Combine(path, "golden")) ? path : null;

    /// <summary>True when there are shared data.</summary>
    public static bool IsThere => Root is not null;

    /// <summary>A path within the shared data.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new InvalidOperationException("no shared data beside the repository"), .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RVOS.Cloud.sln"))) return folder.FullName;
        throw new InvalidOperationException("the tests do not run within the repository");
    }
}
