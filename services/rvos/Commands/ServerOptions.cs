using System.CommandLine;

namespace Rvos.Cli.Commands;

/// <summary>The options that say which server is talked to, and as whom.</summary>
internal sealed class ServerOptions
{
    internal const string ServerVariable = "RVOS_SERVER", KeyVariable = "RVOS_API_KEY";
    private const string Default = "http://127.0.0.1:8080";
    private readonly Option<string?> server = new("--server") { Description = $"the server's URL; default: ${ServerVariable}, or {Default}", HelpName = "URL" };
    private readonly Option<string?> key = new("--key") { Description = $"the API key; better in ${KeyVariable}, where other users of this machine do not see it", HelpName = "KEY" };

    internal void AddTo(Command command)
    {
        command.Add(server);
        command.Add(key);
    }

    /// <exception cref="ArgumentException">The URL is none of a server, or the key has characters that none has.</exception>
    internal (Uri Server, string? Key) Read(ParseResult parsed)
    {
        var text = Given(parsed.GetValue(server), ServerVariable) ?? Default;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/" || url.UserInfo.Length > 0)
            throw new ArgumentException($"--server {text}: http://HOST:PORT or https://HOST expected, without a path");
        var secret = Given(parsed.GetValue(key), KeyVariable);
        if (secret is not null && secret.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new ArgumentException("the API key has characters that no key has");
        return (url, secret);
    }

    private static string? Given(string? option, string variable) => option ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null);
}
