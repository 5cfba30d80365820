using Microsoft.Extensions.Options;
using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Tests.Support;
using static Rvos.Ingestion.Tests.Support.FlowRows;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>The states of a job and what leads from one to the next, without anything around it.</summary>
public sealed class JobFlowTests
{
    private static readonly string[] States = ["storing", "queued", "running", "finishing", "completed", "failed", "cancelled", "removing"];
    private readonly ShiftedTime _time = new();
    private readonly JobFlow _flow;

    public JobFlowTests() => _flow = new JobFlow(Options.Create(new JobOptions { SegmentLength = 4, SegmentsInFlight = 3, MaximumStalls = 3 }), _time);

    public static TheoryData<string, string> Transitions()
    {
        // What each event makes of each state; what is not listed leaves the job as it is.
        var known = new Dictionary<(string, string), string>
        {
            [("storing", "accept")] = "queued",
            [("queued", "start")] = "running",
            [("running", "masked")] = "running",
            [("running", "last")] = "finishing",
            [("finishing", "exported")] = "completed",
            [("running", "stalled")] = "running",
            [("finishing", "stalled")] = "finishing",
            [("running", "decoded")] = "running",
            [("running", "encoded")] = "running",
            [("queued", "fail")] = "failed",
            [("running", "fail")] = "failed",
            [("finishing", "fail")] = "failed",
            [("queued", "cancel")] = "cancelled",
            [("running", "cancel")] = "cancelled",
            [("finishing", "cancel")] = "cancelled",
            [("completed", "remove")] = "removing",
            [("failed", "remove")] = "removing",
            [("cancelled", "remove")] = "removing",
            [("queued", "change")] = "queued",
            [("running", "change")] = "running",
            [("finishing", "change")] = "queued",
            [("completed", "change")] = "queued",
            [("failed", "change")] = "queued",
        };
        var data = new TheoryData<string, string>();
        foreach (var state in States)
            foreach (var happening in new[] { "accept", "start", "masked", "last", "exported", "stalled", "decoded", "encoded", "fail", "cancel", "remove", "change" })
                data.Add($"{state}+{happening}", known.GetValueOrDefault((state, happening), ""));
        return data;
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public void EachEvent_InEachState_LeadsWhereItShould(string what, string expected)
    {
        var (state, happening) = (what.Split('+')[0], what.Split('+')[1]);
        var row = Row(state) with { WantsOverlay = 1 };
        _time.Advance(TimeSpan.FromDays(1));
        var change = happening switch
        {
            "accept" => _flow.Accept(row),
            "start" => _flow.Start(row),
            "masked" => _flow.Masked(row, Masks(0)),
            "last" => _flow.Masked(row, Masks(0, isLast: true)),
            "exported" => _flow.Exported(row, new ExportsRequested { JobId = "j", Revision = 0 }),
            "stalled" => _flow.Stalled(row),
            "decoded" => _flow.Decoded(row, new FramesDecoded { JobId = "j", Segment = 0, FramesSoFar = 4 }),
            "encoded" => _flow.Encoded(row, new FeaturesExtracted { JobId = "j", Segment = 0 }),
            "fail" => _flow.Fail(row, "why"),
            "cancel" => _flow.Cancel(row),
            "remove" => _flow.Remove(row, null),
            _ => _flow.Change(row, row.Manifest.Prompts, 0),
        };
        Assert.Equal(expected, change?.Row.State ?? "");
        // An end is told exactly when one is reached.
        Assert.Equal(expected is "completed" or "failed" or "cancelled" ? 1 : 0, change?.Messages.Count(m => m is JobEnded) ?? 0);
        // Nobody can wait for ever for a job that is in work.
        if (expected is "running" or "finishing") Assert.True(change!.Row.NextCheckAt > _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Theory]
    // Behind what was handed out: from a checkpoint that is kept.
    [InlineData("completed", 40, 40, 4 * 39, 32)]
    [InlineData("completed", 40, 40, 4 * 16, 16)]
    [InlineData("completed", 40, 40, 4 * 15 + 3, 0)]
    [InlineData("running", 20, 23, 4 * 22, 16)]
    // Not handed out yet: there itself.
    [InlineData("running", 20, 23, 4 * 23, 23)]
    [InlineData("queued", 0, 0, 4 * 7 + 1, 7)]
    public void Change_GoesOnFromACheckpointThatIsThere(string state, int masked, int due, int frame, int from)
    {
        var row = Row(state) with { SegmentsMasked = masked, SegmentsDue = due, FramesMasked = masked * 4, FramesDecoded = due * 4, FramesEncoded = due * 4 };
        var after = Changed(row, frame);
        Assert.Equal(new JobRevision(1, from), after.Manifest.Revisions[^1]);
        Assert.Equal(Math.Min(masked, from), after.SegmentsMasked);
        Assert.Equal(Math.Min(masked, from) * 4, after.FramesMasked);
        Assert.Null(after.FinishedAt);
        Assert.Equal(0, after.Cleanings);
    }

    [Fact]
    public void Change_OfRunningJob_KeepsItsPlaceAndAsksForItsSegments()
    {
        var row = Row("running") with { SegmentsMasked = 20, SegmentsDue = 23, StartedAt = 7 };
        var change = _flow.Change(row, row.Manifest.Prompts, 4 * 17)!;
        Assert.Equal(("running", 16, 19, 7L), (change.Row.State, change.Row.SegmentsMasked, change.Row.SegmentsDue, change.Row.StartedAt));
        Assert.IsType<SegmentationRequested>(Assert.Single(change.Messages));
    }

    [Fact]
    public void Change_OfCompletedJob_WaitsItsTurnAndEndsOnceMore()
    {
        var first = _flow.Masked(Row("running") with { SegmentsMasked = 4 }, Masks(4, isLast: true))!;
        Assert.Equal("completed", first.Row.State);
        var changed = _flow.Change(first.Row, first.Row.Manifest.Prompts, 3)!;
        Assert.Empty(changed.Messages);
        Assert.Equal(("queued", 1L, 0L), (changed.Row.State, changed.Row.Revision, changed.Row.SegmentsMasked));
        var again = _flow.Masked(_flow.Start(changed.Row)!.Row with { SegmentsMasked = 4 }, Masks(4, revision: 1, isLast: true))!;
        var (one, two) = (Assert.IsType<JobEnded>(Assert.Single(first.Messages)), Assert.IsType<JobEnded>(Assert.Single(again.Messages)));
        Assert.NotEqual(one.EventId, two.EventId);
        Assert.Equal((0, 1), (one.Revision, two.Revision));
    }

    [Fact]
    public void Cleaned_EndedJob_ItsEndIsToldOnceMoreUnderTheSameId()
    {
        var first = _flow.Masked(Row("running") with { SegmentsMasked = 4 }, Masks(4, isLast: true))!;
        var told = Assert.IsType<JobEnded>(Assert.Single(first.Messages));
        var cleaned = JobFlow.Cleaned(first.Row, first.Row)!;
        Assert.Equal((0L, "completed"), (cleaned.Row.Cleanings, cleaned.Row.State));
        Assert.Equivalent(told, Assert.Single(cleaned.Messages), strict: true);
        Assert.Null(JobFlow.Cleaned(cleaned.Row, cleaned.Row));
        Assert.Null(JobFlow.Cleaned(first.Row with { Version = first.Row.Version + 1 }, first.Row));
    }

    [Fact]
    public void Change_Twice_BothRevisionsCover()
    {
        var row = Changed(Changed(Row("completed") with { SegmentsMasked = 40, SegmentsDue = 40 }, 4 * 33), 4 * 17);
        Assert.Equal([new JobRevision(0, 0), new JobRevision(1, 32), new JobRevision(2, 16)], row.Manifest.Revisions);
        Assert.Equal((0, 2, 2), (row.Manifest.RevisionOf(15), row.Manifest.RevisionOf(16), row.Manifest.RevisionOf(39)));
    }

    [Fact]
    public void Last_PromptBeyondTheEnd_FailsWithASentence()
    {
        var row = Row("running", new JobPrompt(20, "b")) with { WantsOverlay = 1, SegmentsMasked = 4 };
        var change = _flow.Masked(row, Masks(4, isLast: true))!;
        Assert.Equal(("failed", "There is a mask for frame 20, but the video has 20 frames (0 to 19)."), (change.Row.State, change.Row.Error));
        Assert.Equal("failed", Assert.IsType<JobEnded>(Assert.Single(change.Messages)).State);
        Assert.Equal("finishing", _flow.Masked(Row("running", new JobPrompt(19, "b")) with { WantsOverlay = 1, SegmentsMasked = 4 }, Masks(4, isLast: true))!.Row.State);
    }

    [Fact]
    public void Exported_OfEarlierRevision_ChangesNothing() => Assert.Null(_flow.Exported(Row("finishing") with { Revision = 1 }, new ExportsRequested { JobId = "j", Revision = 0 }));

    [Fact]
    public void Stalled_AgainAndAgain_EverMoreRarelyThenFails()
    {
        var row = Row("running") with { SegmentsMasked = 2, SegmentsDue = 5 };
        Assert.Null(_flow.Stalled(row with { NextCheckAt = Now + 1 }));
        var waits = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            var change = _flow.Stalled(row)!;
            Assert.True(Assert.IsType<SegmentationRequested>(change.Messages[0]).IsManifestOnly);
            var due = Assert.IsType<SegmentDue>(change.Messages[1]);
            Assert.Equal((2, 3, true), (due.Segment, due.Count, due.IsRepeat));
            waits.Add(change.Row.NextCheckAt - Now);
            row = change.Row;
        }
        Assert.True(waits[0] < waits[1] && waits[1] < waits[2], string.Join(' ', waits));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("failed", _flow.Stalled(row)!.Row.State);
        // Any progress starts the count anew.
        Assert.Equal(0, _flow.Masked(row, Masks(2))!.Row.Stalls);
    }

    [Fact]
    public void Stalled_ForHours_NeverWaitsLongerThanFiveMinutes()
    {
        var flow = new JobFlow(Options.Create(new JobOptions()), _time);
        var row = Row("finishing") with { Stalls = 90 };
        _time.Advance(TimeSpan.FromDays(1));
        var change = flow.Stalled(row)!;
        Assert.InRange(change.Row.NextCheckAt - Now, 299_000, 301_000);
        Assert.IsType<ExportsRequested>(change.Messages[1]);
    }

    [Fact]
    public void End_ToldWithAllThatOthersNeed()
    {
        var row = Row("running") with { Labels = """{"a":"b"}""", WebhookUrl = "https://x/", HasTruth = 1, FramesMasked = 8 };
        var told = Assert.IsType<JobEnded>(Assert.Single(_flow.Fail(row, "why")!.Messages));
        Assert.Equal(("t", "j", "failed", 8, "why", "https://x/", true), (told.Tenant, told.JobId, told.State, told.Frames, told.Reason, told.WebhookUrl, told.HasGroundTruth));
        Assert.Equal("b", told.Labels["a"]);
    }

    [Fact]
    public void Own_OneOwnerUntilItsTimeIsOver()
    {
        var asked = new ExportsRequested { JobId = "j", Revision = 0 };
        var owned = _flow.Own(Row("finishing"), asked, "a")!.Row;
        Assert.Equal(("a", "finishing"), (owned.ExportOwner, owned.State));
        Assert.Null(_flow.Own(owned, asked, "b"));
        Assert.Null(_flow.Stalled(owned));
        _time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal("b", _flow.Own(owned, asked, "b")!.Row.ExportOwner);
        // It is asked for again, and anybody's then.
        var stalled = _flow.Stalled(owned)!;
        Assert.IsType<ExportsRequested>(stalled.Messages[1]);
        Assert.Null(stalled.Row.ExportOwner);
        Assert.Equal("b", _flow.Own(stalled.Row, asked, "b")!.Row.ExportOwner);
    }

    [Fact]
    public void Own_NothingToBeMadeAnyMore_ChangesNothing()
    {
        Assert.Null(_flow.Own(Row("finishing") with { Revision = 1 }, new ExportsRequested { JobId = "j", Revision = 0 }, "a"));
        foreach (var state in States.Where(state => state != "finishing")) Assert.Null(_flow.Own(Row(state), new ExportsRequested { JobId = "j", Revision = 0 }, "a"));
    }

    [Fact]
    public void Owned_EndedOrChanged_HasNoOwner()
    {
        var owned = Row("finishing") with { ExportOwner = "a" };
        Assert.All(
            new[] { _flow.Exported(owned, new ExportsRequested { JobId = "j", Revision = 0 }), _flow.Fail(owned, "why"), _flow.Cancel(owned), _flow.Change(owned, owned.Manifest.Prompts, 0), _flow.GiveBack(owned), _flow.AskLater(owned) },
            change => Assert.Null(change!.Row.ExportOwner));
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private JobRow Changed(JobRow row, int frame) => _flow.Change(row, row.Manifest.Prompts, frame)!.Row;
}
