using Rvos.Cli.Submit;
using Rvos.Cli.Submit.Files;

namespace Rvos.Cli.Tests.Submit;

public class InputFilesTests
{
    [Fact]
    public void Expand_FolderGlobListAndFile_EachVideoOnceInOrder()
    {
        using var batch = new Batch();
        foreach (var name in new[] { "v10.mp4", "v2.mp4", "cam 1/x.mov", "note.txt", ".hidden.mp4" }) batch.Video(name, 10);
        Assert.Equal(["cam 1/x", "v2", "v10"], Names(batch["videos"]));
        Assert.Equal(["v2", "v10"], Names(batch["videos", "v*.mp4"]));
        Assert.Equal(["cam 1/x"], Names(batch["videos", "*/*.mov"]));
        File.WriteAllText(batch["list.txt"], $"# two\n{batch["videos", "cam 1", "x.mov"]}\r\n\n{batch["videos", "v10.mp4"]}\n{batch["videos", "v10.mp4"]}\n");
        Assert.Equal(["x", "v10"], Names("@" + batch["list.txt"]));
        Assert.Equal(["note"], Names(batch["videos", "note.txt"]));
        Assert.Equal(["v2"], InputFiles.Expand(["@-"], new StringReader(batch["videos", "v2.mp4"])).Select(f => f.Name));
    }

    [Fact]
    public void Expand_HiddenFilesAndFolders_ArePassedOverUnlessNamed()
    {
        using var batch = new Batch();
        foreach (var name in new[] { "a.mp4", "._a.mp4", ".trash/b.mp4", "__MACOSX/c.mp4", "d/e.mp4", "d/._e.mp4" }) batch.Video(name, 10);
        Assert.Equal(["a"], Names(batch["videos", "*a.mp4"]));
        Assert.Equal(["a", "d/e"], Names(batch["videos", "**/*.mp4"]));
        Assert.Equal(["a", "d/e"], Names(batch["videos"]));
        Assert.Equal(["._a"], Names(batch["videos", "._*.mp4"]));
        Assert.Equal(["b"], Names(batch["videos", ".trash", "*.mp4"]));
    }

    [Fact]
    public void Find_MaskInOtherUnicodeForm_IsTheVideos()
    {
        using var batch = new Batch();
        const string Composed = "caf\u00e9", Decomposed = "cafe\u0301";
        Directory.CreateDirectory(batch["masks", Composed, Decomposed]);
        File.WriteAllText(batch["masks", Composed + ".png"], "");
        foreach (var name in new[] { "00002.png", "._00002.png", ".DS_Store" }) File.WriteAllText(batch["masks", Composed, Decomposed, name], "");
        Assert.Equal([0], MaskFolder.Find(batch["masks"], new SubmitFile($"/x/{Decomposed}.mp4", Decomposed)).Select(m => m.Frame).Where(f => f == 0));
        Assert.Equal([2], MaskFolder.Find(batch["masks"], new SubmitFile($"/x/{Decomposed}/{Composed}.mp4", $"{Decomposed}/{Composed}")).Select(m => m.Frame));
    }

    [Fact]
    public void Expand_NamesThatClash_TakeTheirExtension()
    {
        using var batch = new Batch();
        foreach (var name in new[] { "a.mp4", "a.mov", "b.mp4", "c.mp4", "c/d.mp4" }) batch.Video(name, 10);
        Assert.Equal(["a.mov", "a.mp4", "b", "c.mp4", "c/d"], Names(batch["videos"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Expand_SameNameInTwoFolders_IsRefusedWithAdvice()
    {
        using var batch = new Batch();
        var error = Assert.Throws<ArgumentException>(() => Names(batch.Video("x/a.mp4", 10), batch.Video("y/a.mp4", 10)));
        Assert.Contains("name the folder above them", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent.mp4", "no such file")]
    [InlineData("absent*.mp4", "no file matches")]
    [InlineData("empty", "no video in this folder")]
    public void Expand_NothingThere_SaysSo(string name, string expected)
    {
        using var batch = new Batch();
        Directory.CreateDirectory(batch["empty"]);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Names(batch[name])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_MasksByName_FramesAndWholeNamesFirst()
    {
        using var batch = new Batch();
        Directory.CreateDirectory(batch["masks", "cam", "a"]);
        Directory.CreateDirectory(batch["masks", "cam", "b.mp4"]);
        foreach (var name in new[] { "cam/a.png", "cam/a/00007.png", "cam/b.png", "cam/b.mp4/3.png" }) File.WriteAllText(batch["masks", name], "");
        Assert.Equal([0, 7], MaskFolder.Find(batch["masks"], new SubmitFile("/x/cam/a.mp4", "cam/a")).Select(m => m.Frame));
        Assert.Equal([3], MaskFolder.Find(batch["masks"], new SubmitFile("/x/cam/b.mp4", "cam/b.mp4")).Select(m => m.Frame));
        Assert.Equal([0], MaskFolder.Find(batch["masks"], new SubmitFile("/x/cam/b.mov", "cam/b.mov")).Select(m => m.Frame));
        Assert.Throws<SubmitException>(() => MaskFolder.Find(batch["masks"], new SubmitFile("/x/c.mp4", "c")));
    }

    private static string[] Names(params string[] inputs) => [.. InputFiles.Expand(inputs, TextReader.Null).Select(f => f.Name)];
}
