using System.Text.Json;

namespace Rvos.Hosting.Data;

/// <summary>The types that may stand in an outbox, by full name: nothing else is ever made from its rows.</summary>
public sealed class OutboxMessageTypes
{
    private readonly Dictionary<string, Type> _types;

    /// <summary>Registers types.</summary>
    /// <param name="types">The same type may come twice.</param>
    public OutboxMessageTypes(IEnumerable<OutboxMessageType> types)
    {
        _types = types.Select(each => each.Type).Distinct().ToDictionary(NameOf);
        Names = [.. _types.Keys];
    }

    /// <summary>Full names of all of them.</summary>
    public string[] Names { get; }

    /// <summary>Writes a message as its type's name and JSON.</summary>
    /// <param name="message">Of a registered type.</param>
    /// <exception cref="ArgumentException">Its type is not registered.</exception>
    public (string Type, string Body) Write(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var name = NameOf(message.GetType());
        if (!_types.ContainsKey(name)) throw new ArgumentException($"{name} is not registered as a message of the outbox", nameof(message));
        return (name, JsonSerializer.Serialize(message, message.GetType(), JsonSerializerOptions.Web));
    }

    /// <summary>Reads a message back.</summary>
    /// <param name="type">Full name of a registered type.</param>
    /// <param name="body">JSON.</param>
    /// <exception cref="JsonException">The body is none of that type.</exception>
    public object Read(string type, string body) =>
        JsonSerializer.Deserialize(body, _types[type], JsonSerializerOptions.Web) ?? throw new JsonException($"the body of a {type} is null");

    private static string NameOf(Type type) => type.FullName ?? type.Name;
}
