namespace SecurityKit.AspNetCore;

/// <summary>A permission of the subject, and of the API key where one is used.</summary>
internal sealed record PermissionRequirement(string Permission) : KitRequirement;
