using Rvos.Testing;
using Rvos.Video.Layouts;
using Rvos.Video.Layouts.Mots;
using Rvos.Video.Masks;

namespace Rvos.Video.Tests.Layouts;

public sealed class TruthLayoutTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Layouts_HiddenFilesAndFolders_ArePassedOver()
    {
        var annotations = Path.Combine(root, "Annotations");
        using (var writer = IndexedPngWriter.Davis(annotations, "dog")) writer.Write(new ResultFrame(0, new LabelMask(1, 1, [1])));
        foreach (var folder in new[] { ".ipynb_checkpoints", "__MACOSX", ".Trash-1000" })
        {
            foreach (var place in new[] { root, annotations, Path.Combine(annotations, "dog") }) File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(place, folder)).FullName, "00000.png"), "x");
        }

        foreach (var file in new[] { "._00000.png", ".DS_Store", "Thumbs.db", "desktop.ini" }) File.WriteAllText(Path.Combine(annotations, "dog", file), "x");
        Assert.Equal(["dog: 00000"], DavisLayout.Read(root).Select(s => $"{s.Name}: {string.Join(' ', s.Frames.Select(f => f.Name))}"));
        File.WriteAllText(Path.Combine(root, "meta.json"), """{"videos":{"dog":{"objects":{"1":{"category":"dog","frames":["00000"]}}}}}""");
        Assert.Equal(["00000"], Assert.Single(YouTubeVosLayout.Read(root)).Frames.Select(f => f.Name));
        var mots = Path.Combine(root, "mots");
        Directory.CreateDirectory(Path.Combine(mots, "0002"));
        foreach (var file in new[] { "0002/000000.png", "0002/._000000.png", "._0001.txt", "0001.txt" }) File.WriteAllText(Path.Combine(mots, file), "");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(mots, "__MACOSX")).FullName, "000000.png"), "");
        Assert.Equal(["0001", "0002"], MotsSequences.Names(mots));
        using var pictures = MotsSequences.Open(mots, "0002");
        Assert.Equal(1, pictures.FrameCount);
    }

    [Fact]
    public void YouTubeVos_NamesInDecomposedUnicode_AreTheSame()
    {
        const string Decomposed = "cafe\u0301", Composed = "caf\u00e9";
        using (var writer = IndexedPngWriter.YouTubeVos(root, Decomposed)) writer.Write(new ResultFrame(0, new LabelMask(1, 1, [1])));
        File.WriteAllText(Path.Combine(root, "meta.json"), """{"videos":{"$":{"objects":{"1":{"category":"dog","frames":["00000"]}}}}}""".Replace("$", Composed, StringComparison.Ordinal));
        Assert.Equal(["00000"], Assert.Single(YouTubeVosLayout.Read(root)).Frames.Select(f => f.Name));
    }

    [Theory]
    [InlineData("Annotations/480p")]
    [InlineData("Annotations")]
    [InlineData("")]
    public void Davis_AnyDepth_ListsSequencesAndFramesInOrder(string inner)
    {
        foreach (var (sequence, frame) in new[] { ("dog", 1), ("bear", 2), ("bear", 0) })
        {
            using var writer = IndexedPngWriter.Davis(Path.Combine(root, inner), sequence);
            writer.Write(new ResultFrame(frame, new LabelMask(1, 1, [(byte)frame])));
        }

        var sequences = DavisLayout.Read(root + Path.DirectorySeparatorChar);

        Assert.Equal(["bear", "dog"], sequences.Select(s => s.Name));
        Assert.Equal(["00000", "00002"], sequences[0].Frames.Select(f => f.Name));
        Assert.Equal([2], sequences[0].Frames[1].Read(MaskValues.Labels).Labels);
    }

    [Fact]
    public void Davis_NothingThere_SaysWhatIsMissing()
    {
        Assert.Contains("no such folder", Assert.Throws<LayoutException>(() => DavisLayout.Read(Path.Combine(root, "absent"))).Message);
        Assert.Contains("no folder of a sequence", Assert.Throws<LayoutException>(() => DavisLayout.Read(root)).Message);
        Directory.CreateDirectory(Path.Combine(root, "empty"));
        Assert.Contains("no PNG", Assert.Throws<LayoutException>(() => DavisLayout.Read(root)).Message);
    }

    [Fact]
    public void YouTubeVos_Meta_GivesObjectsWithTheirFrames()
    {
        Meta("""{"videos":{"aa":{"objects":{"2":{"category":"cat","frames":["00010","00005"]},"1":{"frames":["00000"]}}}}}""");
        var sequence = Assert.Single(YouTubeVosLayout.Read(root));
        Assert.Equal(["00000"], sequence.Frames.Select(f => f.Name));
        Assert.Equal([((byte)1, "", "00000"), ((byte)2, "cat", "00005")], sequence.Objects.Select(o => (o.Id, o.Category, o.Frames[0])));
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("[]", "'videos'")]
    [InlineData("""{"videos":{"../x":{"objects":{}}}}""", "no name of a sequence")]
    [InlineData("""{"videos":{"zz":{"objects":{}}}}""", "no such folder")]
    [InlineData("""{"videos":{"aa":7}}""", "video aa")]
    [InlineData("""{"videos":{"aa":{"objects":{"0":{"frames":["00000"]}}}}}""", "object 0")]
    [InlineData("""{"videos":{"aa":{"objects":{"255":{"frames":["00000"]}}}}}""", "object 255")]
    [InlineData("""{"videos":{"aa":{"objects":{"1":{"frames":[]}}}}}""", "no frame")]
    [InlineData("""{"videos":{"aa":{"objects":{"1":{"frames":["a/b"]}}}}}""", "a/b")]
    [InlineData("""{"videos":{"aa":{"objects":{"1":{"frames":[5]}}}}}""", "5 is no name")]
    public void YouTubeVos_BadMeta_SaysWhere(string json, string where)
    {
        Meta(json);
        var error = Assert.Throws<LayoutException>(() => YouTubeVosLayout.Read(root));
        Assert.Contains(where, error.Message);
        Assert.Contains("meta.json", error.Message);
    }

    [Fact]
    public void YouTubeVos_ReferenceTree_IsRead()
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        var sequences = YouTubeVosLayout.Read(SharedData.PathOf("golden", "e2e", "youtube_in"));
        Assert.Equal(["aaa_seqA", "bbb_seqB"], sequences.Select(s => s.Name));
        Assert.Equal([1, 2, 3], sequences[0].Objects.Select(o => (int)o.Id));
        Assert.Equal("00010", sequences[0].Objects[2].Frames[0]);
        Assert.Equal((320, 180), (sequences[0].Frames[0].Read(MaskValues.Labels).Width, sequences[0].Frames[0].Read(MaskValues.Labels).Height));
    }

    private void Meta(string json)
    {
        using var writer = IndexedPngWriter.YouTubeVos(root, "aa");
        writer.Write(new ResultFrame(0, new LabelMask(1, 1, [1])));
        File.WriteAllText(Path.Combine(root, "meta.json"), json);
    }
}
