namespace SecurityKit.Identity;

/// <summary>Whether a permission is granted.</summary>
/// <param name="IsGranted">Whether it is. The default value is a refusal.</param>
/// <param name="AssignmentId">The assignment by which it is; <see langword="null"/> when it is not.</param>
public readonly record struct PermissionDecision(bool IsGranted, string? AssignmentId);
