using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>Which jobs of a tenant are listed.</summary>
/// <param name="State">Only those of a state; null for all.</param>
/// <param name="Label">Only those with this label; null for all.</param>
/// <param name="After">Where to begin; at the newest when null.</param>
/// <param name="Limit">Most jobs, at least 1.</param>
internal sealed record JobFilter(string? State, (string Name, string Value)? Label, PageCursor? After, int Limit);
