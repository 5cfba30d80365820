using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Serving;

namespace Rvos.Decoder;

/// <summary>The decoder service: feature pyramids to masks, object by object, frame by frame. It holds sessions, and writes a checkpoint after each segment.</summary>
public static class DecoderHost
{
    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddDecoder(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosDefaults("rvos-decoder");
        builder.AddInference();
        builder.Services.AddOptions<DecoderOptions>().Bind(builder.Configuration.GetSection(DecoderOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SessionPool>().AddSingleton<SegmentDecoder>().AddSingleton<SessionRunner>();
        builder.Services.AddHostedService<SessionKeeper>();
        // The queue finds an owner for a session; the owner hears of every segment itself, whoever got the message.
        return builder.AddBusConsumer<FeaturesExtractedConsumer>("decoder", concurrency: 4).AddBusListener<SessionListener>("decoder-session", concurrency: 4);
    }

    /// <summary>Maps nothing of its own: work comes over the bus.</summary>
    public static WebApplication MapDecoder(this WebApplication app) => app;
}
