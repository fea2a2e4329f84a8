using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The kit's rules as endpoint conventions.</summary>
public static class SecurityKitEndpointConventionExtensions
{
    /// <summary>As <see cref="RequirePermissionAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The endpoint or group.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="permission">The permission, <c>resource:action</c>.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequirePermissionAttribute(permission));

    /// <summary>As <see cref="RequirePermissionAttribute"/>, within a scope.</summary>
    /// <typeparam name="TBuilder">The endpoint or group.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="permission">The permission, <c>resource:action</c>.</param>
    /// <param name="scope">The scope, such as <c>project:{projectId}</c> with route values in braces.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequirePermissionAttribute(permission, scope));

    /// <summary>As <see cref="RequireClearanceAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The endpoint or group.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="level">The sensitivity of what is behind it.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireClearance<TBuilder>(this TBuilder builder, SensitivityLevel level)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequireClearanceAttribute(level));

    /// <summary>As <see cref="RequireMfaAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The endpoint or group.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="maxAge">How long ago the second factor may have been given, in whole seconds; null for any time in this session.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireMfa<TBuilder>(this TBuilder builder, TimeSpan? maxAge = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(maxAge is { } age ? new RequireMfaAttribute((int)age.TotalSeconds) : new RequireMfaAttribute());

    /// <summary>As <see cref="RequireSessionAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The endpoint or group.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequireSessionAttribute());

    /// <summary>Chooses the profile of the security headers.</summary>
    /// <typeparam name="TBuilder">The endpoint or group.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="profile">The profile.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder WithSecurityHeaders<TBuilder>(this TBuilder builder, SecurityHeaderProfile profile)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(new SecurityHeadersAttribute(profile)));
        return builder;
    }
}
