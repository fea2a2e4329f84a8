using System.Collections.Immutable;

namespace SecurityKit.Sessions;

/// <summary>One immutable snapshot of what the in-memory store keeps of a session.</summary>
internal sealed record InMemorySession(
    Session Session, byte[] TokenHash, InMemoryRefreshFamily? Refresh, ImmutableDictionary<string, DateTimeOffset> RevokedTokens)
{
    internal InMemorySession(SessionDraft draft)
        : this(
            draft.Session, draft.TokenHash, draft.Refresh is { } seed ? new InMemoryRefreshFamily(seed.FamilyHash, seed.TokenHash, null, null, default) : null,
            ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal))
    {
    }
}
