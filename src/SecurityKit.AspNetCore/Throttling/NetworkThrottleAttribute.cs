namespace SecurityKit.AspNetCore;

/// <summary>
/// Limits how often one network may call an endpoint or post to a page that anyone may reach. Safe methods are not counted.
/// Beyond the limit the answer is 429 with <c>Retry-After</c>.
/// </summary>
/// <param name="kind">The budget.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NetworkThrottleAttribute(ThrottleKind kind) : Attribute
{
    /// <summary>The budget.</summary>
    public ThrottleKind Kind { get; } = kind;
}
