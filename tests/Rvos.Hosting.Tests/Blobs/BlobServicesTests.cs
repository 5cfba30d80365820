using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Blobs;

namespace Rvos.Hosting.Tests.Blobs;

public sealed class BlobServicesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rvos-blobs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_Folder_IsReadyToUse()
    {
        using var host = Build(("Folder", $"{_folder}/deep/blobs"));
        await host.StartAsync();
        var store = host.Services.GetRequiredService<IBlobStore>();
        Assert.True(await store.PutAsync("a/b", new byte[] { 1 }));
        Assert.True(File.Exists($"{_folder}/deep/blobs/a/b"));
    }

    [Theory]
    [InlineData("Provider", "Azure", "either ConnectionString or ServiceUri")]
    [InlineData("Folder", " ", "Folder is empty")]
    [InlineData("Container", "No", "lower-case")]
    [InlineData("Container", "a--b", "lower-case")]
    [InlineData("Retries", "-1", "Retries")]
    public async Task Start_BadSetting_IsRefusedWithItsName(string name, string value, string expected)
    {
        using var host = Build(("Folder", _folder), (name, value));
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    private static IHost Build(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var (name, value) in settings) builder.Configuration[$"{BlobOptions.Section}:{name}"] = value;
        builder.AddRvosBlobs().AddRvosBlobs();
        return builder.Build();
    }
}
