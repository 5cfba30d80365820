using System.Diagnostics;
using Rvos.Testing.Browsers;
using Rvos.Testing.Servers;

namespace Rvos.Cli.Tests.Serving;

/// <summary>The web page of <c>rvos serve</c> in a real browser, from a key to the overlay, by keyboard alone where it matters.</summary>
public class ServedPageTests
{
    private static readonly TimeSpan Work = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Page_VideoAndBoxByKeyboard_ShowsMasksAndOverlay()
    {
        if (ServerTools.MissingChromium is { } missing) Assert.Skip(missing);
        using var folder = new TemporaryFolder();
        await MakeClipAsync(folder["clip.mp4"]);
        var key = (await RvosProcess.RunAsync("keys", "create", "--tenant", "acme", "--database", folder["data", "rvos.db"])).Output.Trim();
        using var server = RvosProcess.Start("serve", "--port", "0", "--data", folder["data"], "--require-keys");
        try
        {
            await using var browser = await Browser.StartAsync();
            await browser.Page.GotoAsync(await RvosProcess.AddressAsync(server).WaitAsync(Work));
            await browser.EnterAsync("#key", key);
            await browser.AwaitAsync("#work");
            await browser["#file"].SetInputFilesAsync(folder["clip.mp4"]);
            await browser.AwaitTextAsync("#video-text", "18 frames", Work);
            // From the middle to the left, up: the first corner; then to the other one.
            await browser.PressAsync("#marks", [.. Enumerable.Repeat("Shift+ArrowLeft", 8), .. Enumerable.Repeat("ArrowUp", 3), "Enter"]);
            await browser.PressAsync("#marks", [.. Enumerable.Repeat("Shift+ArrowRight", 6), .. Enumerable.Repeat("Shift+ArrowDown", 2), "Enter"]);
            await browser.AwaitTextAsync("#objects", "Object 1");
            await browser.PressAsync("#start", "Enter");
            await browser.AwaitTextAsync("#state", "completed", Work);
            await browser.AwaitTextAsync("#job-text", "18 of 18 frames");
            Assert.Equal(["Masks (ZIP)", "Annotations (JSON)", "Overlay (MP4)"], await browser.Page.Locator("#results button").AllInnerTextsAsync());
            // Red where the object is: the mask lies over the frame.
            var reddest = "() => { const c = document.getElementById('picture'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i] > d[i + 1] + 60) n++; return n; }";
            Assert.InRange(await browser.Page.EvaluateAsync<long>(reddest), 3000, 60_000);
            await browser.PressAsync("#tab-overlay", "Enter");
            await browser.AwaitAsync("#overlay");
            await browser.Page.WaitForFunctionAsync("() => document.getElementById('overlay').readyState >= 2");
            Assert.False(await browser["#alert"].IsVisibleAsync());
            // Without a key the first request is refused; the page's policy refuses nothing.
            Assert.All(browser.Complaints, complaint => Assert.Contains("401", complaint, StringComparison.Ordinal));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task MakeClipAsync(string path)
    {
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-i", RvosProcess.Sample("dashcam.mp4"), "-frames:v", "18", path]);
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
