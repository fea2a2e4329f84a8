using Microsoft.AspNetCore.Authorization;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Requires a clearance that reaches a level of sensitivity. Goes wherever <see cref="RequirePermissionAttribute"/> goes. An API key needs a scope
/// that says so too: <c>clearance:restricted</c> reaches RESTRICTED and everything below it, if its subject's clearance does.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireClearanceAttribute : AuthorizeAttribute
{
    /// <summary>Requires a clearance.</summary>
    /// <param name="level">The sensitivity of what is behind it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public RequireClearanceAttribute(SensitivityLevel level)
        : base(PolicyNames.ForClearance(SensitivityLevels.NameOf(level))) => Level = level;

    /// <summary>The sensitivity of what is behind it.</summary>
    public SensitivityLevel Level { get; }
}
