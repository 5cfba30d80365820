using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Rvos.Gateway.Tests.Support;

/// <summary>A Chromium of its own, with an empty profile, and no way to anywhere but this machine.</summary>
internal sealed class Browser : IDisposable
{
    private const string Program = "/usr/bin/chromium", DriverProgram = "/usr/bin/chromedriver";
    private readonly ChromeDriverService _service;

    private Browser(int width, int height, bool isDark)
    {
        _service = ChromeDriverService.CreateDefaultService(DriverProgram);
        _service.HideCommandPromptWindow = true;
        var options = new ChromeOptions { BinaryLocation = Program };
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--lang=en-GB");
        if (isDark) options.AddArgument("--force-dark-mode");
        options.SetLoggingPreference(LogType.Browser, LogLevel.Warning);
        Driver = new ChromeDriver(_service, options, TimeSpan.FromMinutes(2));
        // A window is never as narrow as a telephone; the emulated screen is.
        Driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?> { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
    }

    internal ChromeDriver Driver { get; }

    /// <summary>Starts one; skips the test where there is none.</summary>
    internal static Browser Start(int width = 1280, int height = 900, bool isDark = false)
    {
        Skip.IfNot(File.Exists(Program) && File.Exists(DriverProgram), "Chromium is not installed: run scripts/install-test-servers.sh");
        return new Browser(width, height, isDark);
    }

    internal IWebElement this[string css] => Driver.FindElement(By.CssSelector(css));

    /// <summary>Waits for an element that can be seen.</summary>
    internal IWebElement Await(string css) => Until(() => Driver.FindElements(By.CssSelector(css)).FirstOrDefault(element => element.Displayed), $"{css} is not shown");

    /// <summary>Waits for a text in an element.</summary>
    internal void AwaitText(string css, string text) => Until(() => this[css].Text.Contains(text, StringComparison.Ordinal) ? this[css] : null, $"{css} does not say '{text}'");

    internal object? Run(string script, params object[] arguments) => ((IJavaScriptExecutor)Driver).ExecuteScript(script, arguments);

    /// <summary>What the page's console has to say: refusals by its policy, exceptions, answers that are no good.</summary>
    internal IReadOnlyList<string> Complaints() => [.. Driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message)];

    public void Dispose()
    {
        Driver.Quit();
        Driver.Dispose();
        _service.Dispose();
    }

    private IWebElement Until(Func<IWebElement?> condition, string complaint)
    {
        var wait = new WebDriverWait(Driver, TimeSpan.FromSeconds(60)) { Message = complaint };
        wait.IgnoreExceptionTypes(typeof(StaleElementReferenceException), typeof(NoSuchElementException));
        return wait.Until(_ => condition());
    }
}
