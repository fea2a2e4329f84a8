namespace SecurityKit.EntityFrameworkCore;

/// <summary>One row of <c>sk_session_tallies</c>: how often something happened to sessions in an hour.</summary>
internal sealed class SessionTallyEntity
{
    public required DateTimeOffset Hour { get; init; }

    public required string Name { get; init; }

    public long Count { get; init; }
}
