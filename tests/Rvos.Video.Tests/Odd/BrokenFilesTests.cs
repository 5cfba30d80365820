namespace Rvos.Video.Tests.Odd;

/// <inheritdoc cref="OddFiles.Broken"/>
public sealed class BrokenFilesTests : OddFilesTests
{
    public static TheoryData<string> Names() => new(OddFiles.Broken.Select(file => file.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public Task ReadAsync_BrokenFile_GivesTheFramesOfFfprobeOrSaysWhatIsLost(string name) => CheckAsync(OddFiles.Broken.Single(file => file.Name == name));
}
