using Microsoft.Extensions.Options;
using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Tests.Support;

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

    [Fact]
    public void Masked_ThreeAtOnceInFlight_OneMoreForEach()
    {
        var row = _flow.Start(Row("queued"))!.Row;
        Assert.Equal((0, 3), (row.SegmentsMasked, row.SegmentsDue));
        for (var segment = 0; segment < 20; segment++)
        {
            var change = _flow.Masked(row, Masks(segment))!;
            var due = Assert.IsType<SegmentDue>(Assert.Single(change.Messages));
            Assert.Equal((segment + 3, 1, false), (due.Segment, due.Count, due.IsRepeat));
            row = change.Row;
            Assert.Equal(3, row.SegmentsDue - row.SegmentsMasked);
        }
    }

    [Fact]
    public void Masked_EndOfTheVideoKnown_NothingBeyondIsAskedFor()
    {
        // 10 frames: 3 segments.
        var row = _flow.Decoded(Row("running"), new FramesDecoded { JobId = "j", Segment = 2, FramesSoFar = 10, IsLast = true, Lost = "some" })!.Row;
        Assert.Equal((10, 10, "some"), (row.Frames, row.FramesDecoded, row.Lost));
        row = _flow.Masked(row, Masks(0))!.Row;
        Assert.Equal(3, row.SegmentsDue);
        Assert.Empty(_flow.Masked(row, Masks(1))!.Messages);
    }

    [Fact]
    public void Masked_TwiceAndLate_ChangesNothing()
    {
        var row = _flow.Masked(Row("running") with { SegmentsMasked = 4 }, Masks(4))!.Row;
        Assert.Equal((5, 20), (row.SegmentsMasked, row.FramesMasked));
        for (var segment = 0; segment <= 4; segment++) Assert.Null(_flow.Masked(row, Masks(segment)));
        Assert.Equal(6, _flow.Masked(row, Masks(5))!.Row.SegmentsMasked);
    }

    [Fact]
    public void Masked_OfRevisionThatCountsNoMore_ChangesNothing()
    {
        var row = Changed(Row("running") with { SegmentsMasked = 5, SegmentsDue = 8, FramesMasked = 20, FramesDecoded = 32, FramesEncoded = 32 }, frame: 6);
        Assert.Equal((1, 0, 0), (row.Revision, row.SegmentsMasked, row.FramesMasked));
        Assert.Null(_flow.Masked(row, Masks(5, revision: 0)));
        Assert.Null(_flow.Masked(row, Masks(7, revision: 0, isLast: true)));
        Assert.Equal(1, _flow.Masked(row, Masks(0, revision: 1))!.Row.SegmentsMasked);
    }

    [Fact]
    public void Masked_OfEarlierRevisionBeforeTheChange_Counts()
    {
        var row = Changed(Row("running") with { SegmentsMasked = 2, SegmentsDue = 5 }, frame: 4 * 40);
        Assert.Equal((2, 5, 40), (row.SegmentsMasked, row.SegmentsDue, row.Manifest.Revisions[^1].FromSegment));
        Assert.Equal(3, _flow.Masked(row, Masks(2, revision: 0))!.Row.SegmentsMasked);
        Assert.Null(_flow.Masked(row, Masks(2, revision: 1)));
        Assert.Equal(41, _flow.Masked(row with { SegmentsMasked = 40 }, Masks(40, revision: 1))!.Row.SegmentsMasked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Masked_AfterAGap_NoProgressAndTheMissingSegmentsAreAskedFor(bool isLast)
    {
        var row = Row("running") with { SegmentsMasked = 2, FramesMasked = 8, SegmentsDue = 5, WantsOverlay = 1, Stalls = 2, NextCheckAt = 77 };
        var change = _flow.Masked(row, Masks(4, isLast: isLast))!;
        Assert.Equal(row, change.Row);
        Assert.Null(change.Event);
        var due = Assert.IsType<SegmentDue>(Assert.Single(change.Messages));
        Assert.Equal((2, 3, 0, true), (due.Segment, due.Count, due.Revision, due.IsRepeat));
        Assert.True(JobFlow.IsEarly(row, Masks(4)));
        Assert.False(JobFlow.IsEarly(row, Masks(2)));
        Assert.False(JobFlow.IsEarly(row, Masks(4, revision: 1)));
    }

    [Fact]
    public void Lost_MasksMissingAtTheExport_DecodedAgainFromTheCheckpointAFewTimes()
    {
        var row = Row("finishing") with { SegmentsMasked = 40, SegmentsDue = 40, FramesMasked = 160, Frames = 160 };
        for (var repair = 1; repair <= 3; repair++)
        {
            var change = _flow.Lost(row, new ExportsRequested { JobId = "j", Revision = repair - 1 }, 18)!;
            Assert.Equal(("queued", repair, 16, 64), (change.Row.State, change.Row.Revision, change.Row.SegmentsMasked, change.Row.FramesMasked));
            Assert.Equal(new JobRevision(repair, 16) { IsRepair = true }, change.Row.Manifest.Revisions[^1]);
            Assert.Null(_flow.Lost(change.Row, new ExportsRequested { JobId = "j", Revision = repair }, 18));
            row = change.Row with { State = "finishing", SegmentsMasked = 40, SegmentsDue = 40 };
        }

        Assert.Null(_flow.Lost(row, new ExportsRequested { JobId = "j", Revision = 2 }, 18));
        var end = _flow.Lost(row, new ExportsRequested { JobId = "j", Revision = 3 }, 18)!;
        Assert.Equal(("failed", "The masks from frame 72 on are missing, though they were decoded 4 times."), (end.Row.State, end.Row.Error));
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

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static MasksDecoded Masks(int segment, int revision = 0, bool isLast = false) =>
        new() { JobId = "j", Segment = segment, Revision = revision, FramesSoFar = (segment + 1) * 4, IsLast = isLast };

    private JobRow Changed(JobRow row, int frame) => _flow.Change(row, row.Manifest.Prompts, frame)!.Row;

    private static JobRow Row(string state, params JobPrompt[] prompts) => new()
    {
        Id = "j",
        Tenant = "t",
        VideoId = "v",
        VideoName = "n",
        Mode = "one-shot",
        Model = "m",
        Labels = "{}",
        State = state,
        CreatedAt = 1,
        SegmentsDue = state == "queued" ? 0 : 3,
        Cleanings = state is "completed" or "failed" ? 1 : 0,
        ManifestJson = System.Text.Json.JsonSerializer.Serialize(new JobManifest
        {
            JobId = "j",
            VideoId = "v",
            Model = "m",
            Width = 128,
            Height = 96,
            InputWidth = 64,
            InputHeight = 64,
            SegmentLength = 4,
            MaxFrames = 1000,
            Revisions = [new JobRevision(0, 0)],
            Prompts = prompts,
        }),
    };
}
