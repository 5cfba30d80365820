using System.Collections.Concurrent;
using Microsoft.Playwright;
using Rvos.Testing.Servers;

namespace Rvos.Testing.Browsers;

/// <summary>
/// Debian's Chromium, headless, with an empty profile, and no way to anywhere but this machine; Playwright's own browsers are not
/// downloaded. See <see cref="ServerTools.MissingChromium"/>.
/// </summary>
public sealed class Browser : IAsyncDisposable
{
    private const float Patience = 60_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ];

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;

    private Browser(IPlaywright driver, IBrowser browser, IPage page)
    {
        (_driver, _browser, Page) = (driver, browser, page);
        Page.SetDefaultTimeout(Patience);
        Page.Console += (_, message) =>
        {
            if (message.Type is "warning" or "error") _complaints.Enqueue(message.Text);
        };
        Page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    /// <summary>The only tab.</summary>
    public IPage Page { get; }

    /// <summary>What the page's console has to say: refusals by its policy, exceptions, answers that are no good.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>The first element that a selector names.</summary>
    public ILocator this[string css] => Page.Locator(css).First;

    /// <summary>Starts one.</summary>
    /// <param name="width">Of the screen in pixels.</param>
    /// <param name="height">Of the screen in pixels.</param>
    /// <param name="isDark">Whether pages are asked for dark colours.</param>
    public static async Task<Browser> StartAsync(int width = 1280, int height = 900, bool isDark = false)
    {
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = ServerTools.Chromium, Args = Arguments, Timeout = 2 * Patience });
        var page = await browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-GB",
        });
        return new(driver, browser, page);
    }

    /// <summary>Waits for an element that can be seen.</summary>
    public Task AwaitAsync(string css) => Assertions.Expect(this[css]).ToBeVisibleAsync(new() { Timeout = Patience });

    /// <summary>Waits for a text, as a reader sees it, in an element.</summary>
    public Task AwaitTextAsync(string css, string text, TimeSpan? patience = null) => Assertions.Expect(this[css])
        .ToContainTextAsync(text, new() { UseInnerText = true, Timeout = (float?)patience?.TotalMilliseconds ?? Patience });

    /// <summary>Presses keys on an element, one after the other, by their names in the DOM, such as <c>Shift+ArrowLeft</c>.</summary>
    public async Task PressAsync(string css, params IEnumerable<string> keys)
    {
        foreach (var key in keys) await this[css].PressAsync(key);
    }

    /// <summary>Writes into a field and presses Enter.</summary>
    public async Task EnterAsync(string css, string text)
    {
        await this[css].FillAsync(text);
        await this[css].PressAsync("Enter");
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
    }
}
