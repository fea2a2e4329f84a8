namespace SecurityKit.AspNetCore;

/// <summary>A permission, everywhere or within the scope that a template names.</summary>
internal sealed record PermissionRequirement(string Permission, string? ScopeTemplate) : KitRequirement;
