using System.Collections.Frozen;

namespace SecurityKit.Identity;

/// <summary>Turns an assignment's conditions into one test. What is unknown, makes no sense or throws, denies.</summary>
internal sealed class ConditionCompiler(IEnumerable<IConditionType> types)
{
    private static readonly Func<PermissionContext, bool> Never = _ => false;

    // The last registration of a name wins, so that a host can put its own in place of a built-in one.
    private readonly FrozenDictionary<string, IConditionType> _types = types
        .GroupBy(type => type.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    /// <summary>Null when there is nothing to test.</summary>
    internal Func<PermissionContext, bool>? Compile(IReadOnlyList<AssignmentCondition> conditions)
    {
        if (conditions.Count == 0)
        {
            return null;
        }

        var tests = conditions.Select(condition => TryCompile(condition) ?? Never).ToArray();
        return context => Array.TrueForAll(tests, test => Holds(test, context));
    }

    internal bool IsKnown(AssignmentCondition condition) => TryCompile(condition) is not null;

    private static bool Holds(Func<PermissionContext, bool> test, PermissionContext context)
    {
        try
        {
            return test(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A host's own condition that fails must not grant, nor take the request down.
            return false;
        }
    }

    private Func<PermissionContext, bool>? TryCompile(AssignmentCondition condition)
    {
        try
        {
            return _types.GetValueOrDefault(condition.Type)?.Compile(condition.Parameters);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return null;
        }
    }
}
