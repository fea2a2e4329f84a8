using Microsoft.AspNetCore.Authorization;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Requires a permission such as <c>orders:read</c>. Goes on minimal APIs, controllers and actions, pages, SignalR hubs and their methods, and gRPC services.
/// Several add up: all of them are needed. An API key needs it among its scopes too.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute
{
    /// <summary>Requires a permission that holds everywhere.</summary>
    /// <param name="permission">The permission, <c>resource:action</c>.</param>
    /// <exception cref="ArgumentException">The permission has not that form.</exception>
    public RequirePermissionAttribute(string permission)
        : base(PolicyNames.ForPermission(permission, scope: null))
    {
        ThrowIfInvalid(permission);
        Permission = permission;
    }

    /// <summary>Requires a permission within a scope, such as <c>project:{projectId}</c>; an assignment without a scope holds there too.</summary>
    /// <param name="permission">The permission, <c>resource:action</c>.</param>
    /// <param name="scope">
    /// The scope; <c>{name}</c> stands for a route value. A request without that value, or whose value has other characters than ASCII letters, digits,
    /// <c>-</c>, <c>.</c>, <c>_</c> and <c>~</c>, is refused.
    /// </param>
    public RequirePermissionAttribute(string permission, string scope)
        : base(PolicyNames.ForPermission(permission, scope))
    {
        ThrowIfInvalid(permission);
        ArgumentException.ThrowIfNullOrWhiteSpace(scope);
        (Permission, Scope) = (permission, scope);
    }

    /// <summary>The permission.</summary>
    public string Permission { get; }

    /// <summary>The scope with its places for route values; null when the permission must hold everywhere.</summary>
    public string? Scope { get; }

    private static void ThrowIfInvalid(string permission)
    {
        if (!PermissionName.IsValid(permission))
        {
            throw new ArgumentException("A permission has the form resource:action in lower-case letters, digits, hyphens and underscores, without wildcards.", nameof(permission));
        }
    }
}
