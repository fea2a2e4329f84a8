namespace SecurityKit.Sessions;

/// <summary>One end of a session on its way to one receiver.</summary>
internal sealed record BackchannelNotice(BackchannelReceiver Receiver, SessionId SessionId, string Subject, string Reason, DateTimeOffset EndedAt, int Attempts);
