namespace SecurityKit.Mfa;

/// <summary>A notice that waits to be sent, with the operation it belongs to.</summary>
internal sealed record MfaNoticeJob(string Subject, MfaNotice Notice, DateTimeOffset At, OperationContext Context);
