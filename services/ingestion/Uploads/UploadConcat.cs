using Rvos.Hosting;

namespace Rvos.Ingestion.Uploads;

/// <summary>An upload's role in a concatenation: one of the partial uploads, or the final one that they are joined to.</summary>
/// <param name="Partials">Ids of the partial uploads in their order; empty for a partial upload.</param>
internal sealed record UploadConcat(IReadOnlyList<string> Partials)
{
    /// <summary>Most partial uploads of one final upload.</summary>
    internal const int MaximumPartials = 256;

    private const string PartialWord = "partial", FinalWord = "final", Collection = "/v1/uploads/";

    internal static UploadConcat Partial { get; } = new([]);

    internal bool IsPartial => Partials.Count == 0;

    /// <summary>As the row keeps it.</summary>
    internal string Column => IsPartial ? PartialWord : $"{FinalWord} {string.Join(' ', Partials)}";

    /// <summary>As the header <c>Upload-Concat</c> tells it.</summary>
    internal string Header => IsPartial ? PartialWord : $"{FinalWord};{string.Join(' ', Partials.Select(id => Collection + id))}";

    internal static UploadConcat? OfColumn(string? text) => text is null ? null : text == PartialWord ? Partial : new(text.Split(' ')[1..]);

    /// <summary>Reads the header; null and a sentence that says what is wrong otherwise.</summary>
    internal static UploadConcat? TryParse(string header, out string error)
    {
        error = "";
        if (header == PartialWord) return Partial;
        error = $"{Tus.ConcatHeader} is neither 'partial' nor 'final;' and the URLs of partial uploads with spaces between them.";
        if (!header.StartsWith(FinalWord + ";", StringComparison.Ordinal)) return null;
        var urls = header[(FinalWord.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (urls.Length == 0) return null;
        error = $"{Tus.ConcatHeader} names {urls.Length} uploads, more than {MaximumPartials}.";
        if (urls.Length > MaximumPartials) return null;
        error = $"{Tus.ConcatHeader} has a URL that is none of an upload here.";
        var ids = urls.Select(IdOf).ToArray();
        if (ids.Any(id => id is null)) return null;
        error = $"{Tus.ConcatHeader} names an upload twice.";
        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Length ? new UploadConcat(ids!) : null;
    }

    // Whatever name the client reaches this server by: ids are looked for among the tenant's own uploads.
    private static string? IdOf(string url)
    {
        var path = Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" ? absolute.AbsolutePath : url;
        var id = path[(path.LastIndexOf('/') + 1)..];
        return path.EndsWith(Collection + id, StringComparison.Ordinal) && Identifier.IsWellFormed(UploadRow.Kind, id) ? id : null;
    }
}
