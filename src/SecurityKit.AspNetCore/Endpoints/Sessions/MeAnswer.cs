using System.Text.Json.Serialization;

namespace SecurityKit.AspNetCore;

/// <summary>Who asks.</summary>
internal sealed record MeAnswer(
    string Subject,
    string? UserName,
    IReadOnlyCollection<string> Roles,
    IReadOnlyCollection<string> Permissions,
    IReadOnlyList<string> Amr,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Acr,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SessionId);
