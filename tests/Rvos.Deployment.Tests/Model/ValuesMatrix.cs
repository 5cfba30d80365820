namespace Rvos.Deployment.Tests.Model;

/// <summary>Sets of values that the chart is rendered with: each of the ways people run it.</summary>
internal static class ValuesMatrix
{
    /// <summary>Dependencies outside the cluster.</summary>
    public const string External = """
        rabbitmq: {mode: external, external: {cidrs: [203.0.113.0/28], port: 5671}}
        postgresql: {mode: external, external: {cidrs: [203.0.113.16/28]}}
        blobs: {mode: external, external: {cidrs: [203.0.113.32/28, "2001:db8::/64"]}}

        """;

    /// <summary>A training Job.</summary>
    public const string Training = """
        training: {enabled: true, run: first, configuration: '{"name": "first"}'}

        """;

    /// <summary>Dapr for all that it can be used for, with a store and a broker of one's own.</summary>
    public const string Dapr = """
        dapr:
          enabled: true
          apiTokenSecret: dapr-api-token
          appTokenSecret: dapr-app-token
          secretStore: {name: vault, cidrs: [203.0.113.64/28]}
          pubsub: {name: kafka, component: false, cidrs: [203.0.113.80/28]}
          jobs: {topic: fleet.jobs}
          videos: {tenant: fleet, topic: fleet.videos, deadLetterTopic: ""}

        """;

    /// <summary>All that can be switched on.</summary>
    public const string Everything = """
        gpu: {enabled: true, runtimeClassName: nvidia}
        models: {existingClaim: weights, precision: BFloat16}
        dapr: {enabled: true, config: tracing, apiTokenSecret: dapr-api-token, appTokenSecret: dapr-app-token, videos: {tenant: fleet}}
        toolbox: {enabled: true}
        publicUrl: https://rvos.example
        ingress: {enabled: true, className: nginx, host: rvos.example, tlsSecret: rvos-tls, annotations: {a.example/b: "1"}}
        image: {registry: registry.example/team, tag: "1.2", pullSecrets: [{name: pull}]}
        telemetry: {otlpEndpoint: "http://collector.monitoring:4318", sampleRatio: 0.1}
        monitoring: {serviceMonitor: {enabled: true, labels: {release: prometheus}}, prometheusRule: {enabled: true}, dashboard: {enabled: true}}
        networkPolicy: {clients: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}]}
        serviceAccount: {annotations: {azure.workload.identity/client-id: 00000000-0000-0000-0000-000000000000}}
        podLabels: {azure.workload.identity/use: "true"}
        podAnnotations: {team.example/owner: video}
        gateway: {trustedProxies: [10.0.0.0/8], settings: {Rvos__Gateway__RequestsPerMinute: "60"}, service: {type: LoadBalancer, annotations: {a.example/lb: internal}}}
        decoder: {nodeSelector: {disk: fast}, priorityClassName: high, tolerations: [{key: spot, operator: Exists}], settings: {Rvos__Decoder__MaxSessions: "16"}}

        """ + Training;

    /// <summary>All that can be switched off.</summary>
    public const string Nothing = """
        autoscaling: {mode: none}
        networkPolicy: {enabled: false}
        podDisruptionBudget: {enabled: false}
        tests: {enabled: false}

        """ + "rabbitmq: {mode: external}\npostgresql: {mode: external}\nblobs: {mode: external}\n";

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["cpu"] = "",
        ["gpu"] = "gpu: {enabled: true, count: 2}\n" + Training,
        ["external services"] = External,
        ["workload identity"] = External.Replace("blobs: {", "blobs: {serviceUri: https://account.blob.core.windows.net, ", StringComparison.Ordinal),
        ["keda off"] = "autoscaling: {mode: hpa}\n",
        ["fixed replicas"] = "autoscaling: {mode: none}\n",
        ["dapr on"] = "dapr: {enabled: true}\n",
        ["dapr with videos"] = "dapr: {enabled: true, videos: {tenant: fleet}}\n",
        ["dapr with a store and a broker of one's own"] = Dapr,
        ["training on the CPU"] = Training,
        ["everything on"] = Everything,
        ["everything on, external"] = Everything + External,
        ["everything off"] = Nothing,
    };

    /// <summary>The names, as a theory's data.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Keys];
}
