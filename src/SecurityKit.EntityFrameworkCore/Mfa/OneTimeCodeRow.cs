namespace SecurityKit.EntityFrameworkCore;

internal sealed class OneTimeCodeRow
{
    public required string Id { get; set; }

    public required byte[] Hash { get; set; }

    public int Guesses { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
