namespace SecurityKit.Crypto;

internal static class TimeExtensions
{
    /// <summary>Adds, and stops at the end of time instead of overflowing.</summary>
    internal static DateTimeOffset SaturatingAdd(this DateTimeOffset time, TimeSpan span) =>
        span > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + span;
}
