namespace SecurityKit.AspNetCore;

/// <summary>A live session, by cookie or access token; an API key does not do.</summary>
internal sealed record SessionRequirement : KitRequirement;
