namespace SecurityKit.AspNetCore;

/// <summary>Chooses the header profile of an endpoint, a controller or a page. Without it: <see cref="SecurityHeaderProfile.Page"/>, and <see cref="SecurityHeaderProfile.Api"/> below the kit's own routes.</summary>
/// <param name="profile">The profile.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Delegate)]
public sealed class SecurityHeadersAttribute(SecurityHeaderProfile profile) : Attribute
{
    /// <summary>The profile.</summary>
    public SecurityHeaderProfile Profile { get; } = profile;
}
