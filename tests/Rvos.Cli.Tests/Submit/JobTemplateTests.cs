using Rvos.Cli.Commands;
using Rvos.Cli.Submit;
using Rvos.Cli.Submit.Files;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Cli.Tests.Submit;

public class JobTemplateTests
{
    private static readonly SubmitFile File1 = new("/x/a.mp4", "a");

    [Fact]
    public void For_MasksBoxesAndPolygons_ShapesTakeTheNumbersAfterTheMasks()
    {
        using var batch = new Batch();
        Mask(batch, "common.png", 2);
        Mask(batch, "a.png", 4);
        File.WriteAllText(batch["shape.json"], "[[0,0],[4,0],[4,4]]");
        var job = new JobTemplate(Request(batch) with
        {
            Masks = [new FramePrompt(9, batch["common.png"])],
            MasksFolder = batch[""],
            Boxes = [new FramePrompt(1, "1,2,3,4")],
            Polygons = [new FramePrompt(2, batch["shape.json"])],
        }).For(File1);
        Assert.Equal([9, 0], job.Masks.Select(m => m.Frame));
        Assert.Equal(File.ReadAllBytes(batch["a.png"]), job.Masks[1].Png);
        Assert.Equal([(5, 1), (6, 2)], job.Objects.Select(o => (o.Id, o.Frame)));
        Assert.Equal("[[[0,0],[4,0],[4,4]]]", job.Objects[1].Polygon!.Value.GetRawText());
    }

    [Fact]
    public void For_MasksAsJson_BecomeObjectsAfterTheMasks()
    {
        using var batch = new Batch();
        Mask(batch, "common.png", 2);
        File.WriteAllText(batch["a.json"], """{"size":[2,3],"counts":[1,2,3]}""");
        File.WriteAllText(batch["sam.json"], """[{"segmentation":{"size":[2,3],"counts":"123"},"area":2},{"segmentation":[[0,0,2,0,2,2]],"iscrowd":0}]""");
        var job = new JobTemplate(Request(batch) with
        {
            Masks = [new FramePrompt(9, batch["common.png"]), new FramePrompt(4, batch["sam.json"])],
            MasksFolder = batch[""],
            Boxes = [new FramePrompt(1, "1,2,3,4")],
        }).For(File1);
        Assert.Equal([9], job.Masks.Select(m => m.Frame));
        Assert.Equal([(3, 4), (4, 4), (5, 0), (6, 1)], job.Objects.Select(o => (o.Id, o.Frame)));
        Assert.Equal(("[1,2,3]", "2 3"), (job.Objects[2].Rle!.Counts.GetRawText(), string.Join(' ', job.Objects[2].Rle!.Size)));
        Assert.Equal("\"123\"", job.Objects[0].Rle!.Counts.GetRawText());
        Assert.Equal("[[[0,0],[2,0],[2,2]]]", job.Objects[1].Polygon!.Value.GetRawText());
    }

    [Fact]
    public void Of_SameBytesAndOptions_SameKeyOtherwiseAnother()
    {
        using var batch = new Batch();
        var request = Request(batch) with { IsZeroShot = true, Labels = new Dictionary<string, string> { ["b"] = "1", ["a"] = "2" } };
        var job = new JobTemplate(request).For(File1);
        var key = JobKey.Of("hash", job, 1);
        Assert.Equal(64, key.Length);
        Assert.Equal(key, JobKey.Of("hash", new JobTemplate(request with { Labels = new Dictionary<string, string> { ["a"] = "2", ["b"] = "1" } }).For(File1), 1));
        var others = new[] { request with { MaxObjects = 3 }, request with { Model = "m" }, request with { Webhook = "http://x" }, request with { WritesOverlay = false } };
        var keys = others.Select(o => JobKey.Of("hash", new JobTemplate(o).For(File1), 1)).Append(JobKey.Of("other", job, 1)).Append(JobKey.Of("hash", job, 2)).Append(key).ToArray();
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(key, JobKey.Complete(job, "vid_1", key).Labels[JobKey.Label]);
    }

    [Fact]
    public void For_DamagedMaskOfOneFile_IsThatFilesError()
    {
        using var batch = new Batch();
        File.WriteAllText(batch["a.png"], "no picture");
        var template = new JobTemplate(Request(batch) with { MasksFolder = batch[""] });
        Assert.Contains("a.png", Assert.Throws<SubmitException>(() => template.For(File1)).Message, StringComparison.Ordinal);
    }

    private static SubmitRequest Request(Batch batch) => new() { Inputs = ["x"], Server = new Uri("http://localhost"), Journal = batch["journal"] };

    private static void Mask(Batch batch, string name, byte label) =>
        File.WriteAllBytes(batch[name], PngWriter.Encode(new LabelMask(4, 2, [0, 0, 0, 0, label, label, 0, 0])));
}
