using Rvos.Ingestion.Jobs.Prompts;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>An Idempotency-Key and what it stands for.</summary>
/// <param name="Key">As the client chose it.</param>
/// <param name="BodyHash">SHA-256 of the request's body.</param>
internal sealed record IdempotencyKey(string Key, string BodyHash)
{
    internal const string Header = "Idempotency-Key", ReplayedHeader = "Idempotency-Replayed";
    private const int MaximumLength = 255;

    /// <summary>The key of a request; null when it has none.</summary>
    /// <param name="request">Whose header it is.</param>
    /// <param name="bodyHash">SHA-256 of the body.</param>
    /// <exception cref="BadRequestFieldException">It is no such key.</exception>
    internal static IdempotencyKey? Of(HttpRequest request, byte[] bodyHash)
    {
        var header = request.Headers[Header];
        if (header.Count == 0) return null;
        if (header is not [{ Length: > 0 and <= MaximumLength } key] || key.Any(c => c is < ' ' or > '~'))
            throw new BadRequestFieldException(Header, $"The key is one text of 1 to {MaximumLength} printable ASCII characters.", StatusCodes.Status400BadRequest);
        return new IdempotencyKey(key, Convert.ToHexStringLower(bodyHash));
    }
}
