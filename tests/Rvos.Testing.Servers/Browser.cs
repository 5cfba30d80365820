using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Rvos.Testing.Servers;

/// <summary>A Chromium of its own, headless, with an empty profile, and no way to anywhere but this machine. See <see cref="ServerTools.MissingChromium"/>.</summary>
public sealed class Browser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ChromeDriverService _service;

    /// <summary>Starts one.</summary>
    /// <param name="width">Of the screen in pixels.</param>
    /// <param name="height">Of the screen in pixels.</param>
    /// <param name="isDark">Whether pages are asked for dark colours.</param>
    public Browser(int width = 1280, int height = 900, bool isDark = false)
    {
        _service = ChromeDriverService.CreateDefaultService(ServerTools.ChromiumDriver);
        var options = new ChromeOptions { BinaryLocation = ServerTools.Chromium };
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--lang=en-GB");
        if (isDark) options.AddArgument("--force-dark-mode");
        options.SetLoggingPreference(LogType.Browser, LogLevel.Warning);
        Driver = new ChromeDriver(_service, options, TimeSpan.FromMinutes(2));
        // A window is never as narrow as a telephone; the emulated screen is.
        Driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?> { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
    }

    /// <summary>The driver.</summary>
    public ChromeDriver Driver { get; }

    /// <summary>The first element that a selector names.</summary>
    public IWebElement this[string css] => Driver.FindElement(By.CssSelector(css));

    /// <summary>Waits for an element that can be seen.</summary>
    public IWebElement Await(string css, TimeSpan? patience = null) => Until(() => Driver.FindElements(By.CssSelector(css)).FirstOrDefault(element => element.Displayed), $"{css} is not shown", patience);

    /// <summary>Waits for a text in an element.</summary>
    public void AwaitText(string css, string text, TimeSpan? patience = null) =>
        Until(() => this[css].Text.Contains(text, StringComparison.Ordinal) ? this[css] : null, $"{css} does not say '{text}'", patience);

    /// <summary>Runs a script in the page, which returns.</summary>
    public object? Run(string script, params object[] arguments) => ((IJavaScriptExecutor)Driver).ExecuteScript(script, arguments);

    /// <summary>What the page's console has to say: refusals by its policy, exceptions, answers that are no good.</summary>
    public IReadOnlyList<string> Complaints() => [.. Driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message)];

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        Driver.Quit();
        Driver.Dispose();
        _service.Dispose();
    }

    private IWebElement Until(Func<IWebElement?> condition, string complaint, TimeSpan? patience)
    {
        var wait = new WebDriverWait(Driver, patience ?? Patience) { Message = complaint };
        wait.IgnoreExceptionTypes(typeof(StaleElementReferenceException), typeof(NoSuchElementException));
        return wait.Until(_ => condition());
    }
}
