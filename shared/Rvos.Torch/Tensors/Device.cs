namespace TorchSharp;

/// <summary>Kinds of device, numbered as libtorch numbers them.</summary>
public enum DeviceType
{
    /// <summary>Main memory.</summary>
    CPU = 0,
    /// <summary>An NVIDIA GPU.</summary>
    CUDA = 1,
}

public static partial class torch
{
    /// <summary>The main processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The current NVIDIA GPU.</summary>
    public static readonly Device CUDA = new(DeviceType.CUDA);

    /// <summary>Parses "cpu", "cuda" or "cuda:N".</summary>
    public static Device device(string description) => new(description);

    /// <summary>Where a tensor lives.</summary>
    public sealed class Device : IEquatable<Device>
    {
        /// <summary>A device by kind and index; -1 is the current one.</summary>
        public Device(DeviceType type, int index = -1) => (this.type, this.index) = (type, index);

        /// <summary>Parses "cpu", "cuda" or "cuda:N".</summary>
        /// <exception cref="ArgumentException">The text is none of these.</exception>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            type = parts[0] switch
            {
                "cpu" => DeviceType.CPU,
                "cuda" => DeviceType.CUDA,
                _ => throw new ArgumentException($"unknown device '{description}': cpu, cuda or cuda:N", nameof(description)),
            };
            index = parts.Length == 1 ? -1 : int.TryParse(parts[1], out var n) && n >= 0 && parts.Length == 2 ? n
                : throw new ArgumentException($"unknown device '{description}': cpu, cuda or cuda:N", nameof(description));
        }

        /// <summary>The kind.</summary>
        public DeviceType type { get; }

        /// <summary>The index among its kind; -1 is the current one.</summary>
        public int index { get; }

        /// <inheritdoc/>
        public bool Equals(Device? other) => other is not null && type == other.type && index == other.index;
        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as Device);
        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(type, index);
        /// <inheritdoc/>
        public override string ToString() => index < 0 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";
    }
}
