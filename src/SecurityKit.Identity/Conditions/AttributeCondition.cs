namespace SecurityKit.Identity;

/// <summary><c>attribute</c>: the fact called <c>name</c> has one of the values of <c>values</c>, separated by commas, compared ordinally.</summary>
internal sealed class AttributeCondition : IConditionType
{
    public string Name => "attribute";

    public Func<PermissionContext, bool>? Compile(IReadOnlyDictionary<string, string> parameters)
    {
        var isComplete = parameters.Count == 2 && parameters.ContainsKey("name") && parameters.ContainsKey("values");
        if (!isComplete || parameters["name"].Length == 0)
        {
            return null;
        }

        var name = parameters["name"];
        var values = parameters["values"].Split(',', StringSplitOptions.TrimEntries);
        return context => context.Attributes.TryGetValue(name, out var value) && values.Contains(value, StringComparer.Ordinal);
    }
}
