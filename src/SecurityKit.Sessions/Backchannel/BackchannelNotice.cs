namespace SecurityKit.Sessions;

/// <summary>One end of a session on its way to one receiver; the number is its own in this process.</summary>
internal sealed record BackchannelNotice(long Number, BackchannelReceiver Receiver, SessionId SessionId, string Subject, string Reason, DateTimeOffset EndedAt, int Attempts);
