using System.Runtime.InteropServices;

namespace Rvos.Cli.Serving;

/// <summary>A folder for data that other users of the machine must not read: videos, hashes of keys, the keys that protect webhook secrets.</summary>
internal static partial class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // umask 077.
    private const uint GroupAndOthers = 0x3F;

    /// <summary>Makes the folder with the mode 0700, narrows one that is there and holds the database already, and has this process make files and folders without rights for others.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="database">Name of the database in it.</param>
    internal static void Open(string path, string database)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        _ = SetMask(GroupAndOthers);
        var isOurs = !Directory.Exists(path) || File.Exists(Path.Combine(path, database));
        Directory.CreateDirectory(path, OwnerOnly);
        if (!isOurs) return;
        File.SetUnixFileMode(path, OwnerOnly);
        foreach (var file in Directory.GetFiles(path, database + "*")) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
