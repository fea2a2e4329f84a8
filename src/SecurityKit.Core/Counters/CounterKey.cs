namespace SecurityKit;

/// <summary>Names one counter.</summary>
/// <param name="Scope">What is counted, such as <c>mfa.guess</c>; without a colon, so that scope and id cannot run into each other.</param>
/// <param name="Id">Whose: a subject or another pseudonymous id. Never a raw address, phone number or name.</param>
public readonly record struct CounterKey(string Scope, string Id)
{
    /// <summary>What is counted.</summary>
    public string Scope { get; } = Checked(Scope);

    /// <summary>Whose.</summary>
    public string Id { get; } = Id ?? throw new ArgumentNullException(nameof(Id));

    /// <summary>The key as one text, for stores.</summary>
    /// <returns>Scope, colon, id.</returns>
    public override string ToString() => $"{Scope}:{Id}";

    private static string Checked(string scope)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        return scope.Contains(':', StringComparison.Ordinal)
            ? throw new ArgumentException("A counter's scope has no colon; dots separate its words.", nameof(scope))
            : scope;
    }
}
