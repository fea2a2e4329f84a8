namespace SecurityKit.Redis;

/// <summary>How the kit uses Redis. Binds from the configuration section <c>SecurityKit:Redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Redis";

    /// <summary>What every key and channel of the kit begins with; tells hosts that share one server apart. 1 to 64 characters without braces.</summary>
    /// <value>Default: <c>sk:</c>.</value>
    public string KeyPrefix { get; set; } = "sk:";

    /// <summary>
    /// How long one operation may take, a reload of its script included. When it is over the operation fails with
    /// <see cref="StoreUnavailableException"/>. 50 milliseconds to 30 seconds.
    /// </summary>
    /// <value>Default: 1 second.</value>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long connecting may take. 50 milliseconds to 30 seconds.</summary>
    /// <value>Default: 2 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After repeated failures, how long operations fail at once instead of waiting for their own timeout. 500 milliseconds to 30 seconds;
    /// it bounds how long after its return Redis is used again.
    /// </summary>
    /// <value>Default: 500 milliseconds.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromMilliseconds(500);
}
