using Rvos.Training.Data;
using Rvos.Training.Runs;
using Rvos.Training.Tests.Clips.Sequences;

namespace Rvos.Training.Tests.Clips;

public sealed class StillLibraryLoaderTests : IDisposable
{
    private const string Index = """
        [
          { "file": "a", "license": "CC BY 2.0", "instances": [{ "id": 1, "category": "cat" }, { "id": 2, "category": "dog" }] },
          { "file": "b", "license": "CC BY-SA 2.0", "instances": [{ "id": 1, "category": "cat" }] }
        ]
        """;

    private readonly SequenceTree tree = new();

    public StillLibraryLoaderTests()
    {
        foreach (var (name, seed) in new[] { ("a", 1), ("b", 2) })
        {
            tree.Picture("stills/images", name, seed);
            tree.Mask("stills/masks", name, (1, 2, 2, 34, 40), (2, 40, 2, 34, 40));
        }

        for (var i = 0; i < 3; i++) tree.Picture("free/images", $"p{i}", 10 + i);
        tree.Picture("plain", "q", 20);
    }

    [Fact]
    public void Load_WithoutALicence_LeavesItsPhotographsOutAndKnowsCategories()
    {
        tree.Text("stills/index.json", Index);
        var library = Load(new ClipData { Stills = ["stills"], WithoutLicences = ["CC BY-SA 2.0"] });
        Assert.Single(library.Stills);
        Assert.Equal(["cat", "dog"], library.PhotoSprites.Select(s => s.Kind!).Order());
        Assert.Equal(2, Load(new ClipData { Stills = ["stills"] }).Stills.Count);
    }

    [Fact]
    public void Load_WithoutALicenceThatNoIndexNames_SaysWhichPhotograph()
    {
        Assert.Contains("a.png", Refused(), StringComparison.Ordinal);
        tree.Text("stills/index.json", """[{ "file": "a", "license": "CC BY 2.0" }, { "file": "b" }]""");
        Assert.Contains("b.png", Refused(), StringComparison.Ordinal);
        tree.Text("stills/index.json", """[{ "license": "CC BY 2.0" }]""");
        Assert.Contains("index.json", Refused(), StringComparison.Ordinal);

        string Refused() => Assert.Throws<InvalidDataException>(() => Load(new ClipData { Stills = ["stills"], WithoutLicences = ["CC BY-SA 2.0"] })).Message;
    }

    [Fact]
    public void Load_FoldersOfBackgrounds_AreThereWithoutObjects()
    {
        var library = Load(new ClipData { Stills = ["stills"], Backgrounds = ["free", "plain"] });
        Assert.Equal(2 + 4, library.Backgrounds.Count);
        Assert.Equal(4, library.Backgrounds.Count(b => b.Objects.Count == 0));
        Assert.Contains("nothing.mp4", Assert.Throws<InvalidDataException>(() => Load(new ClipData { Stills = ["stills"], Backgrounds = ["nothing.mp4"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutALicence_LeavesBackgroundsOutToo()
    {
        tree.Text("stills/index.json", Index);
        tree.Text("free/index.json", """[{ "file": "p0", "license": "CC BY 2.0" }, { "file": "p1", "license": "CC BY-SA 2.0" }, { "file": "p2", "license": "CC BY-SA 2.0" }]""");
        var data = new ClipData { Stills = ["stills"], Backgrounds = ["free"], WithoutLicences = ["CC BY-SA 2.0"] };
        Assert.Single(Load(data).Backgrounds, b => b.Labels is null);
        var error = Assert.Throws<InvalidDataException>(() => Load(data with { Backgrounds = ["plain"] }));
        Assert.Contains("q.png", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stills")]
    [InlineData("free")]
    public void Load_AFolderOfWhichNothingIsLeft_IsNamed(string folder)
    {
        tree.Text("stills/index.json", Index.Replace("CC BY-SA", folder == "stills" ? "CC BY" : "CC0", StringComparison.Ordinal));
        tree.Text("free/index.json", """[{ "file": "p0", "license": "CC BY 2.0" }, { "file": "p1", "license": "CC BY 2.0" }, { "file": "p2", "license": "CC BY 2.0" }]""");
        var error = Assert.Throws<InvalidDataException>(() => Load(new ClipData { Stills = ["stills"], Backgrounds = ["free"], WithoutLicences = ["CC BY 2.0"] }));
        Assert.Contains($"{folder}: withoutLicences leaves none of its {(folder == "stills" ? 2 : 3)} photographs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoObjectLargeEnough_IsRefused()
    {
        foreach (var name in new[] { "a", "b" }) tree.Mask("stills/masks", name, (1, 2, 2, 4, 4));
        var error = Assert.Throws<InvalidDataException>(() => Load(new ClipData { Stills = ["stills"] }));
        Assert.Contains("stills: none of the 2 photographs to train on has an object of 1.5% of its pixels or more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnIndexThatNothingAsksFor_MayBeOfAnyKind()
    {
        tree.Text("stills/index.json", """{ "pictures": [] }""");
        Assert.Equal(2, Load(new ClipData { Stills = ["stills"] }).Stills.Count);
        foreach (var data in new[] { new ClipData { LookAlikeShare = 0.1 }, new ClipData { HeldOutLookAlikeShare = 0.1 }, new ClipData { WithoutLicences = ["CC0"] } })
            Assert.Contains("index.json", Assert.Throws<InvalidDataException>(() => Load(data with { Stills = ["stills"] })).Message, StringComparison.Ordinal);
    }

    public void Dispose() => tree.Dispose();

    private StillLibrary Load(ClipData data) => StillLibraryLoader.Load(data with { HeldOut = 0 }, tree.Root).Training;
}
