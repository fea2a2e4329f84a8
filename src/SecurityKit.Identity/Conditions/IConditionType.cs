namespace SecurityKit.Identity;

/// <summary>A kind of condition, registered with the container. Built in: <c>time</c>, <c>network</c>, <c>attribute</c>. Thread-safe.</summary>
public interface IConditionType
{
    /// <summary>The name that conditions of this kind have.</summary>
    string Name { get; }

    /// <summary>Makes the test for one set of parameters, once; the test is then called for each use.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <returns>The test, or <see langword="null"/> when the parameters make no sense: such a condition is refused, and never holds.</returns>
    Func<PermissionContext, bool>? Compile(IReadOnlyDictionary<string, string> parameters);
}
