namespace Rvos.Gateway.Tests.Support;

internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers);
