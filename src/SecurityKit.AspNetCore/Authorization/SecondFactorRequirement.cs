namespace SecurityKit.AspNetCore;

/// <summary>A session at assurance level two, whose second factor is not older than <paramref name="MaxAge"/>.</summary>
internal sealed record SecondFactorRequirement(TimeSpan? MaxAge) : KitRequirement;
