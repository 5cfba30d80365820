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

/// <summary>What a job makes of masks that are told of: in order, late, early, or missing when they are wanted.</summary>
public sealed class JobFlowMaskedTests
{
    private readonly JobFlow _flow = new(Options.Create(new JobOptions { SegmentLength = 4, SegmentsInFlight = 3, MaximumStalls = 3 }), new ShiftedTime());

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

    private JobRow Changed(JobRow row, int frame) => _flow.Change(row, row.Manifest.Prompts, frame)!.Row;
}
