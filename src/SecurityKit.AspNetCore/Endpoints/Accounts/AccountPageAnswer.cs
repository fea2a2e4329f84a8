using System.Text.Json.Serialization;

namespace SecurityKit.AspNetCore;

/// <summary>Some accounts of a longer list.</summary>
internal sealed record AccountPageAnswer(
    IReadOnlyList<AccountAnswer> Accounts, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
