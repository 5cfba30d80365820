using Dapper;
using Microsoft.Extensions.Time.Testing;
using Rvos.Gateway.Keys;
using Rvos.Gateway.Tests.Support;
using Rvos.Hosting.Data;

namespace Rvos.Gateway.Tests.Keys;

/// <summary>What the key store does; the same on each database.</summary>
public abstract class KeyStoreContract
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task CreateAsync_Key_IsFoundWithAllItWasMadeWith()
    {
        await using var database = await OpenAsync();
        var store = new KeyStore(database, _time);
        var expires = _time.GetUtcNow().AddDays(7);
        var created = await store.CreateAsync(new NewKey { Tenant = "acme", Name = "fleet 7", Scopes = ["jobs:read", "jobs:write"], RequestsPerMinute = 90, JobQuota = 3, ExpiresAt = expires });

        var found = (await store.FindAsync(created.Key.Id, CancellationToken.None))!;
        Assert.True(created.Secret.Matches(found.Hash));
        Assert.Equal((created.Key.Id, "acme", "fleet 7", 90, 3), (found.Key.Id, found.Key.Tenant, found.Key.Name, found.Key.RequestsPerMinute, found.Key.JobQuota));
        Assert.Equal(["jobs:read", "jobs:write"], found.Key.Scopes);
        Assert.Equal((_time.GetUtcNow(), expires, null, null), (found.Key.CreatedAt, found.Key.ExpiresAt, found.Key.RevokedAt, found.Key.LastUsedAt));
        Assert.Null(await store.FindAsync("key_absent", CancellationToken.None));
    }

    [Fact]
    public async Task CreateAsync_Key_SecretIsNowhereInTheDatabase()
    {
        await using var database = await OpenAsync();
        var created = await new KeyStore(database, _time).CreateAsync(new NewKey { Tenant = "acme" });
        await using var connection = await database.OpenAsync();
        var row = (IDictionary<string, object?>)await connection.QuerySingleAsync("select * from api_keys");
        var secret = created.Secret.Reveal()[^43..];
        Assert.DoesNotContain(row.Values, value => value is string text && text.Contains(secret, StringComparison.Ordinal));
        Assert.Equal(created.Secret.Hash, row["hash"]);
    }

    [Fact]
    public async Task ListAsync_TwoTenants_EachHasItsOwnInOrder()
    {
        await using var database = await OpenAsync();
        var store = new KeyStore(database, _time);
        foreach (var (tenant, name) in new[] { ("b", "1"), ("a", "2"), ("b", "3") })
        {
            await store.CreateAsync(new NewKey { Tenant = tenant, Name = name });
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["1", "3"], (await store.ListAsync("b")).Select(key => key.Name));
        Assert.Equal(["2", "1", "3"], (await store.ListAsync()).Select(key => key.Name));
        Assert.Empty(await store.ListAsync("c"));
    }

    [Fact]
    public async Task RevokeAsync_Twice_KeepsTheFirstTime()
    {
        await using var database = await OpenAsync();
        var store = new KeyStore(database, _time);
        var created = await store.CreateAsync(new NewKey { Tenant = "acme" });
        var at = _time.GetUtcNow();
        Assert.True(await store.RevokeAsync(created.Key.Id));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(await store.RevokeAsync(created.Key.Id));
        Assert.Equal(at, Assert.Single(await store.ListAsync()).RevokedAt);
        Assert.False(await store.RevokeAsync("key_absent"));
    }

    [Fact]
    public async Task TouchAsync_WithinGranularity_IsNotWritten()
    {
        await using var database = await OpenAsync();
        var store = new KeyStore(database, _time);
        await store.CreateAsync(new NewKey { Tenant = "acme" });
        var first = _time.GetUtcNow();
        await store.TouchAsync((await store.ListAsync())[0], CancellationToken.None);
        _time.Advance(KeyStore.UseGranularity - TimeSpan.FromSeconds(1));
        await store.TouchAsync((await store.ListAsync())[0], CancellationToken.None);
        Assert.Equal(first, (await store.ListAsync())[0].LastUsedAt);
        _time.Advance(TimeSpan.FromSeconds(1));
        await store.TouchAsync((await store.ListAsync())[0], CancellationToken.None);
        Assert.Equal(_time.GetUtcNow(), (await store.ListAsync())[0].LastUsedAt);
    }

    private protected abstract Task<DatabaseOptions> OptionsAsync();

    private async Task<Database> OpenAsync()
    {
        var database = new Database(await OptionsAsync(), TimeProvider.System);
        await new Migrator(database, _time).MigrateAsync(new MigrationSource(KeyStore.Module, typeof(KeyStore).Assembly));
        return database;
    }
}
