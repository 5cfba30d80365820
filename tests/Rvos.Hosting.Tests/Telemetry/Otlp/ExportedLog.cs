namespace Rvos.Hosting.Tests.Telemetry.Otlp;

/// <summary>A line of a log as a collector gets it.</summary>
public sealed record ExportedLog(string Service, string Text, string TraceId);
