namespace SecurityKit.Messaging;

/// <summary>A server's answer.</summary>
/// <param name="Code">The three digits.</param>
/// <param name="Lines">The texts behind them. May repeat what was said to the server: never logged.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    internal bool IsPositive => Code is >= 200 and < 400;

    /// <summary>The message is at fault, not the server: another message may do.</summary>
    internal bool IsPermanentRefusal => Code >= 500;

    public override string ToString() => $"SmtpReply {{ Code = {Code} }}";
}
