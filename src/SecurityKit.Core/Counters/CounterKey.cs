namespace SecurityKit;

/// <summary>Names one counter.</summary>
/// <param name="Scope">What is counted, such as <c>mfa.guess</c>.</param>
/// <param name="Id">Whose: a subject or another pseudonymous id. Never a raw address, phone number or name.</param>
public readonly record struct CounterKey(string Scope, string Id)
{
    /// <summary>The key as one text, for stores. Scope and id cannot run into each other.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Scope}:{Id}";
}
