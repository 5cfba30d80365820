using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Serving;

namespace Rvos.Decoder;

/// <summary>The decoder service: feature pyramids to masks, object by object, frame by frame. It holds sessions, and writes a checkpoint after each segment.</summary>
public static class DecoderHost
{
    private const int Messages = 16;

    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddDecoder(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRvosDefaults("rvos-decoder");
        builder.AddInference();
        builder.Services.AddOptions<DecoderOptions>().Bind(builder.Configuration.GetSection(DecoderOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SessionPool>().AddSingleton<SegmentDecoder>().AddSingleton<SegmentLedger>().AddSingleton<SessionWatch>().AddSingleton<SessionRunner>();
        builder.Services.AddHostedService<SessionKeeper>().AddHostedService<SessionHandOver>();
        // The queue finds an owner for a session; the owner hears of every segment itself, whoever got the message. Most messages wait for their session's turn,
        // and those of one job must not keep those of others out.
        return builder.AddBusConsumer<FeaturesExtractedConsumer>("decoder", Messages).AddBusListener<SessionListener>("decoder-session", Messages);
    }

    /// <summary>Maps nothing of its own: work comes over the bus.</summary>
    public static WebApplication MapDecoder(this WebApplication app) => app;
}
