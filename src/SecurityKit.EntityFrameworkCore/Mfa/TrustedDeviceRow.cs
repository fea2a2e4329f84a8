using SecurityKit.Mfa;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class TrustedDeviceRow
{
    public required string Id { get; set; }

    public required byte[] TokenHash { get; set; }

    public required string Subject { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    internal TrustedDevice ToDevice() => new(Id, Subject, Name, CreatedAt, LastUsedAt, ExpiresAt);
}
