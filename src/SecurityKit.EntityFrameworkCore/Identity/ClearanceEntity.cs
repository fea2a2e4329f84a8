namespace SecurityKit.EntityFrameworkCore;

internal sealed class ClearanceEntity
{
    public required string Subject { get; set; }

    public int Level { get; set; }
}
