namespace SecurityKit.Sessions;

/// <summary>The answer to <see cref="SessionManager.CreateAsync"/>.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Grant">The session and its tokens; null unless created.</param>
/// <param name="Evicted">The sessions that made room for it, the oldest first.</param>
/// <param name="Assessment">What was suspicious about the sign-in.</param>
public sealed record SessionStartResult(SessionStartStatus Status, SessionGrant? Grant, IReadOnlyList<Session> Evicted, SuspicionAssessment Assessment);
