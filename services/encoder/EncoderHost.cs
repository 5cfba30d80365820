using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Serving;

namespace Rvos.Encoder;

/// <summary>The encoder service: frames to feature pyramids, one batched forward for each few frames, for all objects at once.</summary>
public static class EncoderHost
{
    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddEncoder(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosDefaults("rvos-encoder");
        builder.AddInference();
        builder.Services.AddSingleton<SegmentEncoder>();
        // A second message is read and unpacked while the first one computes.
        return builder.AddBusConsumer<FramesDecodedConsumer>("encoder", concurrency: 2);
    }

    /// <summary>Maps nothing of its own: work comes over the bus.</summary>
    public static WebApplication MapEncoder(this WebApplication app) => app;
}
