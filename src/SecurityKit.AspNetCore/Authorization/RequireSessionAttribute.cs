using Microsoft.AspNetCore.Authorization;

namespace SecurityKit.AspNetCore;

/// <summary>Requires a live session, by cookie or access token. An API key is refused with 403 <c>forbidden</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireSessionAttribute() : AuthorizeAttribute(PolicyNames.ForSession());
