using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rvos.Hosting.Outbound;
using Rvos.Notifications.Tests.Support;

namespace Rvos.Notifications.Tests.Outbound;

public class OutboundHttpTests
{
    [Fact]
    public async Task SendAsync_NameThatTurnsPrivateAfterItsCheck_IsRefusedAndNothingArrives()
    {
        await using var inside = await Receiver.StartAsync();
        var names = new MappedResolver().Map("rebind.example", "93.184.215.14").Map("rebind.example", "127.0.0.1");
        await using var services = Services(names, ("Rvos:Outbound:AllowedPorts:0", $"{inside.Port}"));
        var url = new Uri($"https://rebind.example:{inside.Port}/hook");
        await services.GetRequiredService<OutboundGuard>().ValidateAsync(url);

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => Client(services).GetAsync(url));

        Assert.Equal(OutboundRefusal.Address, refused.Reason);
        Assert.Empty(inside.Messages);
    }

    [Fact]
    public async Task SendAsync_AllowedName_ConnectsToTheVettedAddressWithOneLookUpAndKeepsTheName()
    {
        await using var receiver = await Receiver.StartAsync();
        var names = new MappedResolver().Map("hooks.corp.example", "127.0.0.1").Map("hooks.corp.example", "169.254.169.254");
        await using var services = Services(names, ("Rvos:Outbound:AllowedHosts:0", "hooks.corp.example"));

        using var response = await Client(services).GetAsync(new Uri($"http://hooks.corp.example:{receiver.Port}/hook"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal($"hooks.corp.example:{receiver.Port}", Assert.Single(receiver.Messages).Headers["Host"]);
        Assert.Single(names.Asked);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://127.0.0.1/")]
    public async Task SendAsync_Redirect_IsHandedBackAndNotFollowed(string location)
    {
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        });
        await using var services = Services(new MappedResolver(), Loopback);

        using var response = await Client(services).GetAsync(new Uri(receiver.Url));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Single(receiver.Messages);
    }

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("https://user:x@127.0.0.1/")]
    [InlineData("https://localhost/")]
    public async Task SendAsync_BadUrl_IsRefusedWithoutACheckBefore(string url)
    {
        await using var services = Services(new MappedResolver(), Loopback);

        await Assert.ThrowsAsync<OutboundRefusedException>(() => Client(services).GetAsync(new Uri(url)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_AnswerLargerThanAllowed_IsCutOff(bool announced)
    {
        await using var receiver = await Receiver.StartAsync(async (context, _) =>
        {
            if (announced) context.Response.ContentLength = 5000;
            for (var i = 0; i < 5; i++) await context.Response.Body.WriteAsync(new byte[1000]);
        });
        await using var services = Services(new MappedResolver(), Loopback);

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => Client(services).GetAsync(new Uri(receiver.Url)));

        Assert.Equal(OutboundRefusal.TooLarge, refused.Reason);
    }

    [Fact]
    public async Task ReadAsync_AnswerOfTheAllowedSize_IsWhole()
    {
        await using var receiver = await Receiver.StartAsync((context, _) => context.Response.Body.WriteAsync(new byte[4096]).AsTask());
        await using var services = Services(new MappedResolver(), Loopback);

        Assert.Equal(4096, (await Client(services).GetByteArrayAsync(new Uri(receiver.Url))).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAsync_ReceiverThatDawdles_EndsAtTheDeadline(bool afterHeaders)
    {
        await using var receiver = await Receiver.StartAsync(async (context, _) =>
        {
            if (afterHeaders) await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(60), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var services = Services(new MappedResolver(), Loopback);
        var watch = Stopwatch.StartNew();

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(async () =>
        {
            using var response = await Client(services).GetAsync(new Uri(receiver.Url), HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(Stream.Null);
        });

        Assert.Equal(OutboundRefusal.TooSlow, refused.Reason);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task SendAsync_CallerGivesUp_ThrowsCancellation()
    {
        await using var receiver = await Receiver.StartAsync((context, _) => Task.Delay(TimeSpan.FromSeconds(60), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        await using var services = Services(new MappedResolver(), Loopback);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(services).GetAsync(new Uri(receiver.Url), soon.Token));
    }

    [Fact]
    public async Task SendAsync_CookieAndTrace_AreNeitherKeptNorSent()
    {
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        });
        await using var services = Services(new MappedResolver(), Loopback);
        using var activity = new Activity("test").Start();

        for (var i = 0; i < 2; i++) (await Client(services).GetAsync(new Uri(receiver.Url))).Dispose();

        Assert.All(receiver.Messages, m => Assert.Empty(m.Headers.Keys.Intersect(["Cookie", "traceparent", "tracestate", "Request-Id", "Authorization"], StringComparer.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task SendAsync_CertificateOfAnotherName_FailsThoughTheAddressIsAllowed()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=other.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var usable = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(usable)));
        await using var server = builder.Build();
        var reached = 0;
        server.Run(_ =>
        {
            Interlocked.Increment(ref reached);
            return Task.CompletedTask;
        });
        await server.StartAsync();
        await using var services = Services(new MappedResolver().Map("hooks.corp.example", "127.0.0.1"), ("Rvos:Outbound:AllowedHosts:0", "hooks.corp.example"));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Client(services).GetAsync(new Uri($"https://hooks.corp.example:{new Uri(server.Urls.First()).Port}/")));

        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Equal(0, reached);
    }

    private static (string, string) Loopback => ("Rvos:Outbound:AllowedNetworks:0", "127.0.0.0/8");

    private static HttpClient Client(ServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient("test");

    private static ServiceProvider Services(MappedResolver names, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
        services.AddSingleton<IHostResolver>(names);
        services.AddOutboundHttp("test", o => (o.MaximumResponseBytes, o.Timeout) = (4096, TimeSpan.FromSeconds(2)));
        return services.BuildServiceProvider();
    }
}
