using System.Reflection;
using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Decoder.Tests.Support;

/// <summary>A bus that goes away when it is to tell of a segment, once.</summary>
public class FailingBus : DispatchProxy
{
    private IPublishEndpoint inner = null!;
    private int segment;

    internal static IPublishEndpoint Over(IPublishEndpoint inner, int segment)
    {
        var bus = Create<IPublishEndpoint, FailingBus>();
        ((FailingBus)(object)bus).inner = inner;
        ((FailingBus)(object)bus).segment = segment;
        return bus;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        if (args is [MasksDecoded masks, ..] && masks.Segment == segment)
        {
            segment = -1;
            throw new IOException("the bus is gone");
        }

        return targetMethod.Invoke(inner, args);
    }
}
