namespace SecurityKit.Cli;

/// <summary>The end of a session that a back-channel receiver was not told of.</summary>
/// <param name="Audience">The receiver's name.</param>
/// <param name="Session">The session's id.</param>
/// <param name="Reason">Why, such as <c>stopped</c> where it did not answer in time.</param>
internal sealed record UndeliveredNotice(string Audience, string Session, string Reason);
