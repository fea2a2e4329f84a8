using Microsoft.AspNetCore.Authorization;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Requires a session at assurance level two or higher. Goes on minimal APIs, controllers and actions, pages, SignalR hubs and their methods, and gRPC services.
/// Who has a second factor but has not given it (recently enough) gets 403 <c>step_up_required</c>; who has none gets 403 <c>mfa_required</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireMfaAttribute : AuthorizeAttribute
{
    /// <summary>Requires a second factor, however long ago it was given in this session.</summary>
    public RequireMfaAttribute()
        : base(PolicyNames.ForMfa(null))
    {
    }

    /// <summary>Requires a second factor that was given recently.</summary>
    /// <param name="maxAgeSeconds">How long ago at most, in seconds; at least 1.</param>
    public RequireMfaAttribute(int maxAgeSeconds)
        : base(PolicyNames.ForMfa(maxAgeSeconds))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAgeSeconds, 1);
        MaxAgeSeconds = maxAgeSeconds;
    }

    /// <summary>How long ago the second factor may have been given, in seconds; null for any time in this session.</summary>
    public int? MaxAgeSeconds { get; }
}
