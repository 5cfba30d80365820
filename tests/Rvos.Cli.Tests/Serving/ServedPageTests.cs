using System.Diagnostics;
using OpenQA.Selenium;
using Rvos.Testing.Servers;
using Key = OpenQA.Selenium.Keys;

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
            using var browser = new Browser();
            browser.Driver.Navigate().GoToUrl(await AddressAsync(server).WaitAsync(Work));
            browser.Await("#key").SendKeys(key + Key.Enter);
            browser.Await("#work");
            browser["#file"].SendKeys(folder["clip.mp4"]);
            browser.AwaitText("#video-text", "18 frames", Work);
            // From the middle to the left, up: the first corner; then to the other one.
            browser["#marks"].SendKeys(Key.Shift + Repeat(Key.Left, 8) + Key.Shift + Repeat(Key.Up, 3) + Key.Enter);
            browser["#marks"].SendKeys(Key.Shift + Repeat(Key.Right, 6) + Repeat(Key.Down, 2) + Key.Shift + Key.Enter);
            browser.AwaitText("#objects", "Object 1");
            browser["#start"].SendKeys(Key.Enter);
            browser.AwaitText("#state", "completed", Work);
            browser.AwaitText("#job-text", "18 of 18 frames");
            Assert.Equal(["Masks (ZIP)", "Annotations (JSON)", "Overlay (MP4)"], browser.Driver.FindElements(By.CssSelector("#results button")).Select(button => button.Text));
            // Red where the object is: the mask lies over the frame.
            var reddest = "const c = document.getElementById('picture'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i] > d[i + 1] + 60) n++; return n;";
            Assert.InRange((long)browser.Run(reddest)!, 3000, 60_000);
            browser["#tab-overlay"].SendKeys(Key.Enter);
            browser.Await("#overlay");
            Until(() => browser.Run("return document.getElementById('overlay').readyState >= 2") is true);
            Assert.False(browser["#alert"].Displayed);
            // Without a key the first request is refused; the page's policy refuses nothing.
            Assert.All(browser.Complaints(), complaint => Assert.Contains("401", complaint, StringComparison.Ordinal));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    // Warnings may come first. What comes after is of no interest, but must not fill the pipe.
    private static async Task<string> AddressAsync(Process server)
    {
        _ = server.StandardError.ReadToEndAsync();
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains(" listens at ", StringComparison.Ordinal)) continue;
            _ = server.StandardOutput.ReadToEndAsync();
            return line.Split(" listens at ")[1].Split(';', ',')[0];
        }

        throw new InvalidOperationException("rvos serve ended");
    }

    private static string Repeat(string key, int times) => string.Concat(Enumerable.Repeat(key, times));

    private static void Until(Func<bool> condition)
    {
        var from = Stopwatch.StartNew();
        while (!condition()) Assert.True(from.Elapsed < Work, "the overlay does not play");
    }

    private static async Task MakeClipAsync(string path)
    {
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-i", RvosProcess.Sample("dashcam.mp4"), "-frames:v", "18", path]);
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
