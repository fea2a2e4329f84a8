using System.Net;

namespace SecurityKit.Identity;

/// <summary>An API key without its secret: what is listed, and what a verified request acts under.</summary>
public sealed record ApiKey
{
    /// <summary>The id: the middle part of the key's text; not secret.</summary>
    public required string Id { get; init; }

    /// <summary>Whose key it is.</summary>
    public required string Subject { get; init; }

    /// <summary>What the holder calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may be used for, as <c>resource:action</c>. A key can do no more than its subject, and nothing outside its scopes.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>From where it may be used; empty means from anywhere.</summary>
    public required IReadOnlyList<IPNetwork> Networks { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was revoked, UTC.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it is out of use for the time being.</summary>
    public ApiKeySuspensions Suspensions { get; init; }

    /// <summary>Whether it is out of use for the time being.</summary>
    public bool IsSuspended => Suspensions != ApiKeySuspensions.None;

    /// <summary>The id of the key that replaces this one.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>About when it was last used, UTC; written late and at most every few minutes.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether it may be used at a time, from an allowed network: neither revoked, suspended nor expired.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <returns>Whether it may.</returns>
    public bool IsUsable(DateTimeOffset now) => RevokedAt is null && !IsSuspended && ExpiresAt > now;

    /// <summary>Whether a scope was given to it; ordinal, no wildcards.</summary>
    /// <param name="scope">The scope.</param>
    /// <returns>Whether it was.</returns>
    public bool HasScope(string scope)
    {
        foreach (var own in Scopes)
        {
            if (string.Equals(own, scope, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Id and subject only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"ApiKey {{ Id = {Id}, Subject = {Subject} }}";
}
