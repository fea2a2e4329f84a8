using Microsoft.AspNetCore.Authorization;

namespace SecurityKit.AspNetCore;

/// <summary>A rule that the kit's authorisation handler decides.</summary>
internal abstract record KitRequirement : IAuthorizationRequirement;
