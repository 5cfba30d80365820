using FsCheck;

namespace Rvos.OpenCv.Tests;

/// <summary>Property tests with one seed for all machines.</summary>
internal static class Repeatable
{
    public static Config Config { get; } = Config.QuickThrowOnFailure.WithReplay(20_190_616, 7);
}
