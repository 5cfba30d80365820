using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Rvos.Cli.Terminal;
using Rvos.Hosting.Background;

namespace Rvos.Cli.Serving;

/// <summary>Runs all services until it is told to stop.</summary>
internal sealed class ServeRunner(ServeSettings settings)
{
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        PrivateFolder.Open(settings.Validated().Data, ServeSettings.DatabaseName);
        await using var app = AllInOneHost.Create(settings);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            throw new ArgumentException($"cannot listen at {settings.Url}: {error.InnerException.Message}", error);
        }

        Greet(app);
        await app.WaitForShutdownAsync(cancellation);
        return app.HasFailed() ? ExitCode.Failed : ExitCode.Done;
    }

    private void Greet(WebApplication app)
    {
        Console.WriteLine($"RVOS.Cloud listens at {string.Join(", ", app.Urls)}; videos, masks and database are in {Path.GetFullPath(settings.Data)}");
        Console.WriteLine(settings.IsLocal && !settings.NeedsKeys
            ? "Open the address in a browser, or see docs/serving.md for the API; no key is needed from this machine."
            : "Requests need an API key: rvos keys create --tenant NAME --database " + Path.Combine(settings.Data, ServeSettings.DatabaseName));
        Console.WriteLine("Ctrl-C stops it; jobs go on with the next start.");
    }
}
