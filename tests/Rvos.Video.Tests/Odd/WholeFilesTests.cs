namespace Rvos.Video.Tests.Odd;

/// <inheritdoc cref="OddFiles.Whole"/>
public sealed class WholeFilesTests : OddFilesTests
{
    public static TheoryData<string> Names() => new(OddFiles.Whole.Select(file => file.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public Task ReadAsync_WholeFile_GivesTheFramesOfFfprobe(string name) => CheckAsync(OddFiles.Whole.Single(file => file.Name == name));
}
