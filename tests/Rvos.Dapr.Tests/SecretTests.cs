using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Rvos.Dapr.Tests.Support;
using Rvos.Notifications;

namespace Rvos.Dapr.Tests;

/// <summary>Settings from a secret store, over gRPC.</summary>
public sealed class SecretTests
{
    private const string Password = "correct horse battery staple";

    [Fact]
    public async Task AddRvosDapr_SecretsOfAStore_AreSettingsWhenItReturns()
    {
        await using var sidecar = await StartAsync();
        var builder = Builder(sidecar, ("Rvos:Database:ConnectionString", "Host=of the environment"), ("Rvos:Dapr:Secrets:0", "Rvos:Database:ConnectionString=rvos-postgresql#connection"),
            ("Rvos:Dapr:Secrets:1", "Rvos__Bus__Address = prod/rabbit"), ("Rvos:Dapr:Secrets:2", "Rvos:Blobs:ConnectionString=rvos-postgresql#other"));
        builder.AddRvosDapr();
        Assert.Equal($"Host=db;Password={Password}", builder.Configuration["Rvos:Database:ConnectionString"]);
        Assert.Equal("amqp://rabbit", builder.Configuration["Rvos:Bus:Address"]);
        Assert.Equal("other", builder.Configuration["Rvos:Blobs:ConnectionString"]);
        // Each secret once, and only those that are named.
        Assert.Equal(2, sidecar.State.SecretCalls);
    }

    [Fact]
    public async Task AddRvosDapr_StoreThatIsNotThereYet_IsAskedAgain()
    {
        await using var sidecar = await StartAsync();
        sidecar.State.FailingSecretCalls = 3;
        var builder = Builder(sidecar, ("Rvos:Dapr:Secrets:0", "Rvos:Bus:Address=prod/rabbit"));
        builder.AddRvosDapr();
        Assert.Equal(4, sidecar.State.SecretCalls);
        Assert.Equal("amqp://rabbit", builder.Configuration["Rvos:Bus:Address"]);
    }

    [Theory]
    [InlineData("Rvos:Bus:Address=prod/rabbit", "no-store", "InvalidArgument, failed finding secret store")]
    [InlineData("Rvos:Bus:Address=nothing", "vault", "'nothing' of Dapr's secret store 'vault' was not to be had within 0.5 s: Internal, failed getting secret")]
    [InlineData("Rvos:Bus:Address=rvos-postgresql#pass", "vault", "has no value 'pass'")]
    [InlineData("Rvos:Bus:Address=rvos-postgresql", "vault", "has 2 values: say which one, as Rvos:Bus:Address=rvos-postgresql#KEY")]
    [InlineData("Rvos:Bus:Address", "vault", "'Rvos:Bus:Address' is not of the form SETTING=SECRET#KEY")]
    [InlineData("=prod/rabbit", "vault", "is not of the form")]
    [InlineData("Rvos:Bus:Address=prod/rabbit#", "vault", "is not of the form")]
    [InlineData("Rvos:Bus:Address=prod/rabbit", "", "SecretStore is needed")]
    public async Task AddRvosDapr_WhatCannotBe_IsSaidInOneLineWithoutSecrets(string secret, string store, string words)
    {
        await using var sidecar = await StartAsync();
        var builder = Builder(sidecar, ("Rvos:Dapr:SecretStore", store), ("Rvos:Dapr:SecretWait", "00:00:00.5"), ("Rvos:Dapr:Secrets:0", secret));
        var error = Assert.Throws<DaprStartException>(() => builder.AddRvosDapr());
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the token", true)]
    [InlineData("another", false)]
    [InlineData(null, false)]
    public async Task AddRvosDapr_SidecarWithAToken_WantsToBeTold(string? token, bool isRight)
    {
        await using var sidecar = await StartAsync();
        sidecar.State.ApiToken = "the token";
        var builder = Builder(sidecar, ("Rvos:Dapr:SecretWait", "00:00:00"), ("Rvos:Dapr:Secrets:0", "Rvos:Bus:Address=prod/rabbit"));
        if (token is not null) builder.Configuration["DAPR_API_TOKEN"] = token;
        if (isRight) builder.AddRvosDapr();
        else Assert.Contains("Unauthenticated", Assert.Throws<DaprStartException>(() => builder.AddRvosDapr()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WithASecretConnectionString_RunsAndLogsItNowhere()
    {
        using var place = new Place();
        await using var sidecar = await StartAsync();
        sidecar.State.Stores["vault"]["database"] = new() { ["connection"] = $"Data Source={Path.Combine(place.Folder, "secret-place.db")}" };
        await using var app = await App.StartAsync(
            place, App.With(sidecar, ("Rvos:Dapr:SecretStore", "vault"), ("Rvos:Dapr:Secrets:0", "Rvos:Database:ConnectionString=database#connection")));
        Assert.Empty(await app.JobsAsync());
        Assert.True(File.Exists(Path.Combine(place.Folder, "secret-place.db")));
        Assert.False(File.Exists(Path.Combine(place.Folder, "test.db")));
        Assert.NotEmpty(app.Log.All);
        Assert.DoesNotContain(app.Log.All, line => line.Contains("secret-place", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Program_WithoutASidecar_EndsWithOneLineAndAStatus()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(NotificationsHost).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("Enabled", "true"), ("GrpcEndpoint", "http://127.0.0.1:1"), ("SecretStore", "vault"), ("SecretWait", "00:00:01"), ("Secrets__0", "Rvos:Database:ConnectionString=db") })
            start.Environment[$"Rvos__Dapr__{name}"] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Equal("Rvos.Notifications: the secret 'db' of Dapr's secret store 'vault' was not to be had within 1 s: the sidecar does not answer.\n", await error);
        Assert.Equal("", await output);
    }

    private static async Task<Sidecar> StartAsync()
    {
        var sidecar = await Sidecar.StartNewAsync();
        sidecar.State.Stores["vault"] = new()
        {
            ["rvos-postgresql"] = new() { ["connection"] = $"Host=db;Password={Password}", ["other"] = "other" },
            ["prod/rabbit"] = new() { ["prod/rabbit"] = "amqp://rabbit" },
        };
        return sidecar;
    }

    private static WebApplicationBuilder Builder(Sidecar sidecar, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Rvos:Dapr:Enabled"] = "true", ["Rvos:Dapr:GrpcEndpoint"] = sidecar.Endpoint, ["Rvos:Dapr:SecretStore"] = "vault" });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        return builder;
    }
}
