namespace SecurityKit;

/// <summary>Which security events to look up. What is null does not narrow.</summary>
public sealed record SecurityEventQuery
{
    /// <summary>The largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 1000;

    private readonly int _limit = 100;

    /// <summary>Only events that concern this subject, compared ordinally.</summary>
    public string? Subject { get; init; }

    /// <summary>Only events of this type; with a dot at its end, of every type that begins with it (<c>mfa.</c>).</summary>
    public string? Type { get; init; }

    /// <summary>Only events that happened after this instant.</summary>
    public DateTimeOffset? AfterTime { get; init; }

    /// <summary>Only events kept after this one: the id of the last event of the page before. An unknown id finds nothing.</summary>
    public Guid? AfterId { get; init; }

    /// <summary>The newest first instead of the oldest. Default: <see langword="false"/>. Paging by <see cref="AfterId"/> then goes back in time.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaxLimit"/>. Default: 100.</summary>
    public int Limit
    {
        get => _limit;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Limit));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxLimit, nameof(Limit));
            _limit = value;
        }
    }
}
