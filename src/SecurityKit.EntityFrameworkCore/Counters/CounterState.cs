namespace SecurityKit.EntityFrameworkCore;

/// <summary>A counter's row as it was read, with the time of the reading.</summary>
internal sealed class CounterState
{
    public required byte[] Taken { get; init; }

    public required long Now { get; init; }
}
