using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Rvos.Dapr.Tests.Support;

/// <summary>Dapr's API towards applications, as far as the services use it.</summary>
internal sealed class SidecarApi(SidecarState state)
{
    internal Task<GetSecretResponse> GetSecretAsync(GetSecretRequest request, ServerCallContext context)
    {
        Check(context);
        if (state.CountSecretCall() <= state.FailingSecretCalls) throw Failure(StatusCode.Internal, "failed getting secret: the store is not there yet");
        if (!state.Stores.TryGetValue(request.StoreName, out var store)) throw Failure(StatusCode.InvalidArgument, $"failed finding secret store with key {request.StoreName}");
        if (!store.TryGetValue(request.Key, out var secret)) throw Failure(StatusCode.Internal, $"failed getting secret with key {request.Key} from secret store {request.StoreName}");
        var response = new GetSecretResponse();
        foreach (var (name, value) in secret) response.Data[name] = value;
        return Task.FromResult(response);
    }

    internal Task<Empty> PublishEventAsync(PublishEventRequest request, ServerCallContext context)
    {
        Check(context);
        var body = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(request.Data.Span);
        state.Tries.Enqueue(body.GetProperty("id").GetString()!);
        if (state.IsBrokerAway) throw Failure(StatusCode.Internal, "error when publish to topic: the broker is away");
        state.Published.Enqueue(new PublishedEvent(request.PubsubName, request.Topic, request.DataContentType, body));
        return Task.FromResult(new Empty());
    }

    private void Check(ServerCallContext context)
    {
        if (state.ApiToken is { } token && context.RequestHeaders.GetValue("dapr-api-token") != token) throw Failure(StatusCode.Unauthenticated, "authentication error: api token mismatch");
    }

    private static RpcException Failure(StatusCode code, string detail) => new(new Status(code, detail));
}
