namespace Rvos.Hosting.Tests.Telemetry.Otlp;

/// <summary>A span as a collector gets it; ids in hexadecimal, no parent an empty string.</summary>
public sealed record ExportedSpan(string Service, string Scope, string TraceId, string SpanId, string ParentId, string Name, int Kind)
{
    public const int Internal = 1, Server = 2, Client = 3, Producer = 4, Consumer = 5;
}
