using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Deployment.Tests;

public sealed class ChartTests
{
    [Theory, MemberData(nameof(ValuesMatrix.Names), MemberType = typeof(ValuesMatrix))]
    public void Lint_EachSetOfValues_HasNothingToSay(string values)
    {
        DeploymentTools.Need();
        var run = Chart.Lint(ValuesMatrix.All[values]);
        Assert.True(run.Status == 0, run.Output + run.Error);
        Assert.DoesNotContain("[WARNING]", run.Output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(ValuesMatrix.Names), MemberType = typeof(ValuesMatrix))]
    public void Template_EachSetOfValues_GivesObjectsThatTheStrictSchemasTake(string values)
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(ValuesMatrix.All[values]);
        Assert.Empty(manifests.Errors);
        Assert.Equal(6, manifests.OfKind("Deployment").Count(o => o.Component is "gateway" or "ingestion" or "encoder" or "decoder" or "metrics" or "notifications"));
    }

    [Fact]
    public void StrictSchemas_UnknownFieldWrongTypeUnknownKindAndTwin_AreRefused()
    {
        DeploymentTools.Need();
        const string service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {port: 1}\n";
        const string deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: b}, spec: {replicas: two, selector: {}, template: {}}}";
        const string thing = "{apiVersion: v2, kind: Thing, metadata: {name: c}}";
        var errors = Manifests.Read($"""
            {service}
            ---
            {service}
            ---
            {deployment}
            ---
            {thing}
            """).Errors;
        Assert.Contains("Service/a /spec must NOT have additional properties: port", errors);
        Assert.Contains("Service/a is there twice", errors);
        Assert.Contains("Deployment/b /spec/replicas must be integer", errors);
        Assert.Contains("Thing/c: no schema for v2/Thing", errors);
    }

    [Theory]
    [InlineData("encoder: {replicaz: 2}", "encoder: Additional property replicaz is not allowed")]
    [InlineData("colour: blue", "(root): Additional property colour is not allowed")]
    [InlineData("autoscaling: {mode: sometimes}", "autoscaling.mode must be one of the following: \"keda\", \"hpa\", \"none\"")]
    [InlineData("gateway: {replicas: 0}", "gateway.replicas: Must be greater than or equal to 1")]
    [InlineData("gateway: {autoscaling: {min: 0}}", "gateway.autoscaling.min: Must be greater than or equal to 1")]
    [InlineData("gateway: {autoscaling: {min: 11}}", "gateway.autoscaling: min (11) is above max (10)")]
    [InlineData("encoder: {replicas: many}", "encoder.replicas: Invalid type. Expected: integer, given: string")]
    [InlineData("encoder: {resources: null}", "encoder: resources is required")]
    [InlineData("encoder: {resources: {limits: {memory: 4GB}}}", "encoder.resources.limits.memory: Does not match pattern")]
    [InlineData("encoder: {resources: {limits: {memory: null}}}", "encoder.resources.limits: memory is required")]
    [InlineData("encoder: {autoscaling: {queues: {decoder: 3}}}", "encoder.autoscaling.queues: Additional property decoder is not allowed")]
    [InlineData("health: {drainSeconds: -1}", "health.drainSeconds: Must be greater than or equal to 0")]
    [InlineData("rabbitmq: {mode: external}", "rabbitmq.external.cidrs: Array must have at least 1 items")]
    [InlineData("postgresql: {mode: external}", "postgresql.external.cidrs: Array must have at least 1 items")]
    [InlineData("blobs: {mode: external, external: {cidrs: [everywhere]}}", "blobs.external.cidrs.0: Does not match pattern")]
    [InlineData("blobs: {serviceUri: https://account.blob.core.windows.net}", "blobs.serviceUri: String length must be less than or equal to 0")]
    [InlineData("ingress: {enabled: true}", "ingress.host: String length must be greater than or equal to 1")]
    [InlineData("publicUrl: rvos.example", "publicUrl: Does not match pattern")]
    [InlineData("publicUrl: https://me:secret@rvos.example", "publicUrl: Does not match pattern")]
    [InlineData("training: {enabled: true}", "training.configuration: String length must be greater than or equal to 2")]
    [InlineData("training: {enabled: true, configuration: name}", "training.configuration is no JSON object: see docs/training.md")]
    [InlineData("training: {run: ../x}", "training.run: Does not match pattern")]
    [InlineData("networkPolicy: {dns: []}", "networkPolicy.dns: Array must have at least 1 items")]
    [InlineData("telemetry: {sampleRatio: 2}", "telemetry.sampleRatio: Must be less than or equal to 1")]
    [InlineData("ingestion: {scratch: {size: 1Gi}}", "ingestion.scratch: videoBytes (21474836480) do not fit into size (1Gi)")]
    [InlineData("encoder: {settings: {PATH: /}}", "encoder.settings: Property name of \"PATH\" does not match")]
    [InlineData("encoder: {settings: {Rvos__Inference__Threads: 2}}", "encoder.settings.Rvos__Inference__Threads: Invalid type. Expected: string, given: integer")]
    [InlineData("encoder: {settings: {Rvos__Bus__Address: amqp://me:secret@host}}", "encoder.settings.Rvos__Bus__Address: this may hold a password")]
    [InlineData("gateway: {settings: {Rvos__Database__ConnectionString: x}}", "gateway.settings.Rvos__Database__ConnectionString: this may hold a password")]
    [InlineData("decoder: {settings: {Rvos__Health__DrainSeconds: \"90\"}}", "decoder.settings.Rvos__Health__DrainSeconds: set it by health")]
    [InlineData("dapr: {enabled: true, secretStore: {name: vault}}", "dapr.secretStore.cidrs: the networks of the store are needed")]
    [InlineData("dapr: {enabled: true, pubsub: {name: kafka, component: false}}", "dapr.pubsub.cidrs: the networks of the broker are needed")]
    [InlineData("dapr: {enabled: true, pubsub: {component: false, cidrs: [203.0.113.80/28]}}", "dapr.pubsub.name: the name of your component is needed")]
    [InlineData("dapr: {videos: {tenant: no tenant}}", "dapr.videos.tenant: Does not match pattern")]
    [InlineData("dapr: {jobs: {topic: \"\"}}", "dapr.jobs.topic: Does not match pattern")]
    [InlineData("rabbitmq: {secret: {password: secret}}", "rabbitmq.secret: Additional property password is not allowed")]
    public void Template_WrongValue_IsRefusedInWordsThatNameIt(string values, string message)
    {
        DeploymentTools.Need();
        var run = Chart.TryRender(values);
        Assert.NotEqual(0, run.Status);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Template_TwoReleasesInANamespace_ShareNoObject()
    {
        DeploymentTools.Need();
        string[] Names(string release) => [.. Manifests.Read(Chart.TryRender("", release).OutputOrThrow()).Objects.Select(o => o.Id)];
        Assert.Empty(Names("one").Intersect(Names("two")));
    }

    [Fact]
    public void Notes_DefaultValues_NameTheSecretsAndTheNextSteps()
    {
        DeploymentTools.Need();
        // Helm shows notes only with a cluster at hand: in a copy of the chart they are rendered as a ConfigMap.
        var copy = Directory.CreateTempSubdirectory("rvos-notes");
        try
        {
            ToolRun.Of(["cp", "-r", DeploymentTools.Chart + "/.", copy.FullName]).OutputOrThrow();
            var templates = Path.Combine(copy.FullName, "templates");
            File.Move(Path.Combine(templates, "NOTES.txt"), Path.Combine(templates, "_notes.tpl"));
            File.WriteAllText(Path.Combine(templates, "_notes.tpl"), "{{- define \"notes\" -}}\n" + File.ReadAllText(Path.Combine(templates, "_notes.tpl")) + "{{- end -}}\n");
            File.WriteAllText(Path.Combine(templates, "notes.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes}\ndata:\n  text: {{ include \"notes\" . | quote }}\n");
            var text = (string)Manifests.Read(Chart.TryRender("", chart: copy.FullName).OutputOrThrow()).The("ConfigMap", "notes").Json["data"]!["text"]!;
            Assert.Contains("rvos-rabbitmq: address, management, username, password", text, StringComparison.Ordinal);
            Assert.Contains("rvos-postgresql: connection, password", text, StringComparison.Ordinal);
            Assert.Contains("rvos-blobs: connection, accounts", text, StringComparison.Ordinal);
            Assert.Contains("kubectl -n video port-forward service/rvos-gateway 8080:80", text, StringComparison.Ordinal);
            Assert.Contains("helm -n video test rvos", text, StringComparison.Ordinal);
            Assert.Contains("rvos keys create", text, StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
