using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>A clearance that reaches a level.</summary>
internal sealed record ClearanceRequirement(SensitivityLevel Level) : KitRequirement;
