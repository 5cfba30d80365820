using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Rvos.Gateway.Tests.Support;
using Rvos.Testing.Browsers;
using Rvos.Testing.Servers;

namespace Rvos.Gateway.Tests.Client;

/// <summary>The page in a real browser, in front of a service with canned answers: what it looks like and how it is used, not what jobs do.</summary>
public partial class PageTests
{
    private const string Kept = "() => sessionStorage.getItem('rvos.key')";

    private const string Job = """
        {"id":"job_1","state":"STATE","video":"vid_1","mode":"one-shot","model":"rvos-resnet18-small","labels":{},
        "progress":{"frames_decoded":48,"frames_segmented":32,"frames":null,"frames_per_second":12.5},"revision":0,"created_at":"2026-01-31T12:00:00Z","started_at":null,
        "finished_at":null,"error":"The decoder gave up.","lost":null,"links":{"self":"/v1/jobs/job_1","events":"/v1/jobs/job_1/events","mask":"/v1/jobs/job_1/masks/{frame}.png",
        "masks_zip":"/v1/jobs/job_1/masks.zip","annotations":"/v1/jobs/job_1/annotations.json","overlay":null,"metrics":null}}
        """;

    private const string Video = """
        {"id":"vid_1","name":"<b>a rather long name of a video that someone chose.mp4","length":1,"sha256":"","width":640,"height":360,"frames":100,"duration":4,
        "created_at":"2026-01-31T12:00:00Z","preview":"/v1/videos/vid_1/preview.jpg"}
        """;

    [Fact]
    public async Task Key_Entered_IsKeptInTheTabAlone()
    {
        if (ServerTools.MissingChromium is { } missing) Assert.Skip(missing);
        await using var browser = await Browser.StartAsync();
        await using var service = await Upstream.StartAsync(AnswerAsync);
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        await browser.Page.GotoAsync(gateway.Url);
        await browser.EnterAsync("#key", "rvos_wrong");
        await browser.AwaitTextAsync("#alert", "does not have the form of an API key");
        var key = await gateway.KeyAsync();
        await browser.EnterAsync("#key", key);
        await browser.AwaitAsync("#work");
        Assert.False(await browser["#alert"].IsVisibleAsync());
        Assert.Equal(key, await browser.Page.EvaluateAsync<string?>(Kept));
        Assert.Equal(0, await browser.Page.EvaluateAsync<int>("() => localStorage.length + document.cookie.length"));
        await browser.Page.ReloadAsync();
        await browser.AwaitAsync("#work");
        await browser["#forget"].ClickAsync();
        await browser.AwaitAsync("#gate");
        Assert.Null(await browser.Page.EvaluateAsync<string?>(Kept));
        // Refused keys are complained about by the browser itself; nothing else is.
        Assert.All(browser.Complaints, complaint => Assert.Contains("401", complaint, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1280, 900, false)]
    [InlineData(390, 844, true)]
    [InlineData(320, 640, false)]
    public async Task Views_AtAnyWidth_FitAndNameTheirControls(int width, int height, bool isDark)
    {
        if (ServerTools.MissingChromium is { } missing) Assert.Skip(missing);
        await using var browser = await Browser.StartAsync(width, height, isDark);
        await using var service = await Upstream.StartAsync(AnswerAsync);
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        await browser.Page.GotoAsync(gateway.Url);
        await browser.AwaitAsync("#key");
        await CheckViewAsync(browser, width);
        await browser.EnterAsync("#key", await gateway.KeyAsync());
        await browser.AwaitTextAsync("#jobs", "<b>a rather");
        await CheckViewAsync(browser, width);
        await browser["#jobs a"].ClickAsync();
        await browser.AwaitTextAsync("#job-error", "The decoder gave up.");
        await browser.AwaitAsync("#results button");
        await CheckViewAsync(browser, width);
        Assert.Equal("<b>a rather long name of a video that someone chose.mp4", await browser["#title"].InnerTextAsync());
        Assert.Equal("page", await browser["#jobs a"].GetAttributeAsync("aria-current"));
    }

    private static async Task CheckViewAsync(Browser browser, int width)
    {
        Assert.True(await browser.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, "wider than the screen");
        var controls = await browser.Page.Locator("a, button, input, progress, select, [tabindex='0']").Filter(new() { Visible = true }).AllAsync();
        Assert.NotEmpty(controls);
        foreach (var control in controls) await Assertions.Expect(control).ToHaveAccessibleNameAsync(AnyName());
        // Letters of 4.5:1 and more against what is behind them (WCAG 2, 1.4.3).
        Assert.Equal("", await browser.Page.EvaluateAsync<string>(Contrast));
    }

    [GeneratedRegex(@"\S")]
    private static partial Regex AnyName();

    private const string Contrast = """
        () => {
        const rgb = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = (node) => { for (; node; node = node.parentElement) { const c = rgb(getComputedStyle(node).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
        const bad = [];
        for (const node of document.querySelectorAll("body *")) {
          if (![...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !node.checkVisibility() || node.closest(".hidden-text, .skip, :disabled")) continue;
          const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
          if ((a + 0.05) / (b + 0.05) < 4.5) bad.push(`${node.tagName}.${node.className}: ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
        }
        return bad.join(", ");
        }
        """;

    private static Task AnswerAsync(HttpContext context)
    {
        var failed = Job.Replace("STATE", "failed", StringComparison.Ordinal);
        var answer = context.Request.Path.Value switch
        {
            "/v1/jobs" => $$"""{"items":[{{failed}},{{Job.Replace("STATE", "completed", StringComparison.Ordinal).Replace("job_1", "job_2", StringComparison.Ordinal)}}],"next":"more"}""",
            "/v1/jobs/job_1" => failed,
            "/v1/videos" => $$"""{"items":[{{Video}}],"next":null}""",
            "/v1/videos/vid_1" => Video,
            _ => null,
        };
        return answer is null
            ? TypedResults.Problem("There is no such thing.", statusCode: 404).ExecuteAsync(context)
            : TypedResults.Text(answer, "application/json").ExecuteAsync(context);
    }
}
