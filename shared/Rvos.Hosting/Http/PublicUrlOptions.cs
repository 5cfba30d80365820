namespace Rvos.Hosting.Http;

/// <summary>Under which address users reach the API; configuration section <c>Rvos</c>.</summary>
public sealed class PublicUrlOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Rvos";

    /// <summary>What <see cref="IsValid"/> asks for, for people.</summary>
    public const string Rule = "Rvos:PublicUrl must be an http or https URL without user name, query and fragment";

    /// <summary>The API's address, such as <c>https://rvos.example</c>. Default: null, links are paths then.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Whether the address is one that paths can be put behind.</summary>
    public bool IsValid => PublicUrl is null ||
        (PublicUrl is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" } url && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp));

    /// <summary>A link to a path of the API.</summary>
    /// <param name="path">Starts with a slash.</param>
    public string Of(string path) => PublicUrl is null ? path : PublicUrl.AbsoluteUri.TrimEnd('/') + path;
}
