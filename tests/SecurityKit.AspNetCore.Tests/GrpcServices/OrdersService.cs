using Grpc.Core;

namespace SecurityKit.AspNetCore.Tests.GrpcServices;

/// <summary>A gRPC service bound by hand: what a generated one is, without a generator.</summary>
[RequireSession]
[BindServiceMethod(typeof(OrdersService), nameof(Bind))]
public class OrdersService
{
    internal static readonly Method<string, string> OpenMethod = MethodOf(nameof(Open));
    internal static readonly Method<string, string> ReadMethod = MethodOf(nameof(Read));

    public static void Bind(ServiceBinderBase binder, OrdersService? service)
    {
        ArgumentNullException.ThrowIfNull(binder);
        binder.AddMethod(OpenMethod, service is null ? null : new UnaryServerMethod<string, string>(service.Open));
        binder.AddMethod(ReadMethod, service is null ? null : new UnaryServerMethod<string, string>(service.Read));
    }

    public virtual Task<string> Open(string request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult($"{request} for {context.GetHttpContext().User.FindSubject()}");
    }

    [RequirePermission("orders:read")]
    public virtual Task<string> Read(string request, ServerCallContext context) => Task.FromResult("read");

    private static Method<string, string> MethodOf(string name) =>
        new(MethodType.Unary, "tests.Orders", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
}
