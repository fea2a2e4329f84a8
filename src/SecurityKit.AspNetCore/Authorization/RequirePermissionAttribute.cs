using Microsoft.AspNetCore.Authorization;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Requires a permission such as <c>orders:read</c>. Goes on minimal APIs, controllers and actions, pages, SignalR hubs and their methods, and gRPC services.
/// Several add up: all of them are needed. An API key needs it among its scopes too.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute
{
    /// <summary>Requires a permission.</summary>
    /// <param name="permission">The permission, <c>resource:action</c>.</param>
    public RequirePermissionAttribute(string permission)
        : base(PolicyNames.ForPermission(permission))
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(permission);
        Permission = permission;
    }

    /// <summary>The permission.</summary>
    public string Permission { get; }
}
