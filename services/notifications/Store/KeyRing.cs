using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Rvos.Hosting.Data;

namespace Rvos.Notifications.Store;

/// <summary>The keys of data protection in the database, where all pods find them. The interface is a synchronous one.</summary>
internal sealed class KeyRing(Database database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(ReadAsync).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => WriteAsync(element, friendlyName)).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> ReadAsync()
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        return [.. (await connection.QueryAsync<string>("select xml from webhook_keys order by name")).Select(XElement.Parse)];
    }

    private async Task WriteAsync(XElement element, string name)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("insert into webhook_keys (name, xml) values (@name, @xml) on conflict do nothing", new { name, xml = element.ToString(SaveOptions.DisableFormatting) });
    }
}
