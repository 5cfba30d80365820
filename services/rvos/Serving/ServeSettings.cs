using System.Net;
using Rvos.Model;

namespace Rvos.Cli.Serving;

/// <summary>What <c>rvos serve</c> was asked for.</summary>
internal sealed record ServeSettings
{
    /// <summary>File of the database in the data folder.</summary>
    internal const string DatabaseName = "rvos.db";

    /// <summary>Address to listen at.</summary>
    internal required string Host { get; init; }

    /// <summary>Port; 0 for any free one.</summary>
    internal required int Port { get; init; }

    /// <summary>Folder of database and blobs.</summary>
    internal required string Data { get; init; }

    /// <summary>Folder of models; null for those that ship with the program.</summary>
    internal string? Models { get; init; }

    /// <summary>True to ask for API keys from this machine too.</summary>
    internal bool NeedsKeys { get; init; }

    internal required InferenceOptions Inference { get; init; }

    /// <summary>Where it listens.</summary>
    internal string Url => $"http://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>Whether it is reached from this machine only.</summary>
    internal bool IsLocal => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Checks what can be checked before anything is started.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal ServeSettings Validated()
    {
        if (Port is < 0 or > 65535) throw new ArgumentException($"--port {Port}: 0 to 65535");
        if (Host != "localhost" && !IPAddress.TryParse(Host, out _)) throw new ArgumentException($"--host {Host}: an address of this machine is expected, such as 127.0.0.1, or 0.0.0.0 for all");
        if (File.Exists(Data)) throw new ArgumentException($"--data {Data}: is a file, a folder is expected");
        if (Models is not null && !Directory.Exists(Models)) throw new ArgumentException($"--models {Models}: no such folder");
        return this;
    }

    /// <summary>The same as settings of the services; the environment goes before them.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> AsConfiguration()
    {
        var data = Path.GetFullPath(Data);
        yield return new("Rvos:Blobs:Folder", Path.Combine(data, "blobs"));
        yield return new("Rvos:Database:ConnectionString", $"Data Source={Path.Combine(data, DatabaseName)}");
        yield return new("Rvos:Videos:ScratchFolder", Path.Combine(data, "scratch"));
        yield return new("Rvos:Results:ScratchFolder", Path.Combine(data, "scratch"));
        yield return new("Rvos:Inference:Device", Inference.Device);
        yield return new("Rvos:Inference:Precision", Inference.Precision.ToString());
        if (Models is not null) yield return new("Rvos:Inference:Models", Path.GetFullPath(Models));
        if (IsLocal && !NeedsKeys) yield return new("Rvos:Gateway:Anonymous", "local");
        yield return new("Logging:LogLevel:Default", "Warning");
        // Its keys lie in the database beside the data that they protect: the warning of it would come with each start.
        yield return new("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Error");
        yield return new("Logging:Console:FormatterName", "simple");
    }
}
