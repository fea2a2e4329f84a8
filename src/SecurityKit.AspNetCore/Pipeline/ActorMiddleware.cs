using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Tells the kit who acts, right after authentication: what a handler sets inside its own asynchronous call would not flow out of it.</summary>
internal sealed class ActorMiddleware(RequestDelegate next, IOperationContextAccessor accessor)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.User.FindSubject() is { } subject)
        {
            accessor.Current = accessor.Current with { Actor = subject };
        }

        return next(context);
    }
}
