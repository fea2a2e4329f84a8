namespace SecurityKit.Identity;

/// <summary>Something that must hold at the time of use.</summary>
/// <param name="Type">The name under which a <see cref="IConditionType"/> is registered.</param>
/// <param name="Parameters">What that type needs to know.</param>
public sealed record AssignmentCondition(string Type, IReadOnlyDictionary<string, string> Parameters);
