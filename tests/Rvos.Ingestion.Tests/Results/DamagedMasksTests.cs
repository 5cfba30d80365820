using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Rvos.Hosting.Jobs;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>Whatever happens to a segment, nobody gets a part for the whole.</summary>
public sealed class DamagedMasksTests
{
    private const string Job = "job_1", Root = "/v1/jobs/" + Job;
    private const int Segments = 7, Length = 4;

    public static TheoryData<string, string> Damages()
    {
        var data = new TheoryData<string, string>();
        foreach (var damage in (string[])["gone", "cut", "flipped", "emptied", "headless", "swapped", "resized"])
            foreach (var result in (string[])["masks.zip", "annotations.json"]) data.Add(damage, result);
        return data;
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Get_FirstSegmentDamaged_IsAProblem(string damage, string result)
    {
        await using var server = await StartAsync();
        await DamageAsync(server, 0, damage);
        foreach (var path in new[] { result, "masks/1.png" })
        {
            using var response = await server.Client.GetAsync($"{Root}/{path}");
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Contains("damaged", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Null(response.Headers.ETag);
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Get_LateSegmentDamaged_CutsTheConnection(string damage, string result)
    {
        await using var server = await StartAsync();
        Assert.NotEmpty(await server.Client.GetByteArrayAsync($"{Root}/{result}"));
        await DamageAsync(server, Segments - 1, damage);
        using var response = await server.Client.GetAsync($"{Root}/{result}", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(async () => await response.Content.CopyToAsync(Stream.Null));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync($"{Root}/masks/0.png")).StatusCode);
    }

    [Fact]
    public async Task Get_SegmentWithAnyByteChanged_IsNeverServedWrong()
    {
        await using var server = await StartAsync();
        var expected = await server.Client.GetByteArrayAsync($"{Root}/masks/2.png");
        var name = JobBlobs.Masks(Job, 0, 0);
        var whole = (await server.Blobs.TryReadAsync(name))!;
        var chance = new Random(11);
        for (var n = 0; n < 300; n++)
        {
            var damaged = whole.ToArray();
            // Half of them within the header.
            damaged[chance.Next(n % 2 == 0 ? 600 : damaged.Length)] ^= (byte)(1 << chance.Next(8));
            await server.Blobs.PutAsync(name, damaged);
            using var response = await server.Client.GetAsync($"{Root}/masks/2.png");
            if (response.StatusCode == HttpStatusCode.OK) Assert.Equal(expected, await response.Content.ReadAsByteArrayAsync());
            else Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }
    }

    private static async Task<ResultsServer> StartAsync()
    {
        var server = await ResultsServer.StartAsync();
        var masks = new SyntheticMasks(server.Blobs, Job, 200, 150, Length);
        for (var i = 0; i < Segments; i++) await masks.WriteAsync(i, isLast: i == Segments - 1);
        server.Jobs.Set(masks.View(Segments * Length));
        return server;
    }

    private static async Task DamageAsync(ResultsServer server, int segment, string damage)
    {
        var name = JobBlobs.Masks(Job, 0, segment);
        var bytes = (await server.Blobs.TryReadAsync(name))!;
        var (header, content) = SegmentFile.Read<MasksHeader>(bytes);
        switch (damage)
        {
            case "gone":
                await server.Blobs.DeleteAsync(name);
                return;
            case "cut":
                // Within the second mask.
                bytes = bytes[..(bytes.Length - content.Length + header.Frames[1].Offset + 100)];
                break;
            case "flipped":
                bytes[bytes.Length - content.Length + header.Frames[1].Offset + 500] ^= 1;
                break;
            case "emptied":
                bytes = [];
                break;
            case "headless":
                bytes[20] = 0xFF;
                break;
            case "swapped":
                bytes = (await server.Blobs.TryReadAsync(JobBlobs.Masks(Job, 0, segment == 0 ? 1 : 0)))!;
                break;
            case "resized":
                await new SyntheticMasks(server.Blobs, Job, 150, 200, Length).WriteAsync(segment, header.IsLast);
                return;
        }

        await server.Blobs.PutAsync(name, bytes);
    }
}
