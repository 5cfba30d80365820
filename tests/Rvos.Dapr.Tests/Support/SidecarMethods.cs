using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using DaprService = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Rvos.Dapr.Tests.Support;

/// <summary>Binds <see cref="SidecarApi"/> to the methods of Dapr's own service definition, of which the package has messages and clients, but no base class for servers.</summary>
internal sealed class SidecarMethods : IServiceMethodProvider<SidecarApi>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<SidecarApi> context)
    {
        Add(context, "GetSecret", GetSecretRequest.Parser, GetSecretResponse.Parser, (api, request, call) => api.GetSecretAsync(request, call));
        Add(context, "PublishEvent", PublishEventRequest.Parser, Empty.Parser, (api, request, call) => api.PublishEventAsync(request, call));
    }

    private static void Add<TRequest, TResponse>(
        ServiceMethodProviderContext<SidecarApi> context, string name, MessageParser<TRequest> request, MessageParser<TResponse> response, UnaryServerMethod<SidecarApi, TRequest, TResponse> invoke)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var definition = DaprService.Descriptor.Methods.Single(method => method.Name == name);
        context.AddUnaryMethod(new Method<TRequest, TResponse>(MethodType.Unary, definition.Service.FullName, name, Of(request), Of(response)), [], invoke);
    }

    private static Marshaller<T> Of<T>(MessageParser<T> parser)
        where T : class, IMessage<T> => Marshallers.Create(message => message.ToByteArray(), bytes => parser.ParseFrom(bytes));
}
