using Rvos.Testing;

namespace Rvos.Cli.Tests.Serving;

/// <summary>That docs/settings.md tells all settings, and tells them as they are.</summary>
public class SettingsDocumentTests
{
    private const string Renew = "RVOS_RENEW_SETTINGS";

    [Fact]
    public async Task Document_OfAllServices_IsWhatTheClassesSay()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "docs", "settings.md");
        var expected = SettingsDocument.Write();
        if (Environment.GetEnvironmentVariable(Renew) is { Length: > 0 }) await File.WriteAllTextAsync(path, expected);
        Assert.True(expected == await File.ReadAllTextAsync(path), $"docs/settings.md is not what the services' options say: {Renew}=1 ./test Rvos.Cli writes it anew");
        foreach (var section in new[] { "Rvos:Jobs", "Rvos:Videos", "Rvos:Uploads", "Rvos:Gateway", "Rvos:Notifications", "Rvos:Decoder", "Rvos:Bus", "Rvos:Blobs", "Rvos:Database" })
            Assert.Contains($"## {section}\n", expected, StringComparison.Ordinal);
    }
}
