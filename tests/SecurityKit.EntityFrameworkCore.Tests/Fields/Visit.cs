using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

/// <summary>An entity whose key has a part of every kind.</summary>
public sealed class Visit
{
    public required Guid Clinic { get; init; }

    public required string Room { get; init; }

    public required int Number { get; init; }

    public required DateTime At { get; init; }

    public required DateTimeOffset BookedAt { get; init; }

    public required DateOnly Day { get; init; }

    public required Encrypted<string> Note { get; set; }
}
