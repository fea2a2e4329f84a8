namespace SecurityKit.Identity;

/// <summary>How making or replacing an API key ended.</summary>
public abstract record ApiKeyCreation
{
    private protected ApiKeyCreation()
    {
    }

    /// <summary>The key exists.</summary>
    /// <param name="Key">What is kept of it.</param>
    /// <param name="Text">The key itself; shown this once and kept nowhere.</param>
    public sealed record Created(ApiKey Key, string Text) : ApiKeyCreation
    {
        /// <summary>Without the key's text.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => $"Created {{ Key = {Key} }}";
    }

    /// <summary>The input breaks rules.</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : ApiKeyCreation;

    /// <summary>The subject has as many live keys as it may have.</summary>
    public sealed record TooMany : ApiKeyCreation;

    /// <summary>
    /// The account is disabled, or was changed or deleted meanwhile, or keys of the subject are frozen; or the key to be replaced is not there, not live, suspended, or
    /// replaced already.
    /// </summary>
    public sealed record NotPossible : ApiKeyCreation;
}
