namespace SecurityKit.Identity;

/// <summary>A named set of permissions.</summary>
/// <param name="Name">1 to 64 lower-case letters, digits, dots, hyphens and underscores, beginning with a letter; compared ordinally.</param>
/// <param name="Permissions">What it allows itself, as <c>resource:action</c>; see <see cref="PermissionName"/>.</param>
/// <param name="Parents">The roles whose permissions it has as well, directly and through theirs. Never in a circle.</param>
/// <param name="Description">What it is for.</param>
public sealed record Role(string Name, IReadOnlyCollection<string> Permissions, IReadOnlyCollection<string> Parents, string? Description = null);
