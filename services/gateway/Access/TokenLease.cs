using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Rvos.Gateway.Access;

/// <summary>What a <see cref="TokenBucket"/> answers.</summary>
/// <param name="isAcquired">Whether the request may go on.</param>
/// <param name="remaining">Whole tokens that are left.</param>
/// <param name="wait">Until there is a token again; zero when there is one.</param>
internal sealed class TokenLease(bool isAcquired, long remaining, TimeSpan wait) : RateLimitLease
{
    internal static readonly MetadataName<long> Remaining = MetadataName.Create<long>("REMAINING");

    public override bool IsAcquired => isAcquired;

    public override IEnumerable<string> MetadataNames => [Remaining.Name, MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == Remaining.Name ? remaining : metadataName == MetadataName.RetryAfter.Name ? wait : null;
        return metadata is not null;
    }
}
