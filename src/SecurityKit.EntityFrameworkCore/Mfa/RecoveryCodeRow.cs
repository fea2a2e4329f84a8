namespace SecurityKit.EntityFrameworkCore;

internal sealed class RecoveryCodeRow
{
    public required string Subject { get; set; }

    public required byte[] Hash { get; set; }
}
