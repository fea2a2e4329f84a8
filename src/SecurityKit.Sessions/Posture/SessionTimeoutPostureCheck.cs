using System.Globalization;
using Microsoft.Extensions.Options;

namespace SecurityKit.Sessions;

/// <summary>NIST SP 800-63B, section 2.2.3: at AAL2 a session ends after at most 24 hours, and after at most 1 hour unused.</summary>
internal sealed class SessionTimeoutPostureCheck(IOptionsMonitor<SessionOptions> options) : IPostureCheck
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    public string Id => "sessions.timeouts";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var present = options.CurrentValue;
        var isIdleShort = present.IdleTimeout <= LongestIdle;
        var isLifeShort = present.AbsoluteLifetime <= LongestLife;
        var status = (isIdleShort, isLifeShort) switch
        {
            (true, true) => PostureStatus.Passed,
            (false, false) => PostureStatus.Failed,
            _ => PostureStatus.Partial,
        };
        return ValueTask.FromResult(new PostureFinding(
            Id, "Sessions end within an hour unused and within a day in any case", status,
            string.Create(CultureInfo.InvariantCulture, $"Idle timeout {present.IdleTimeout}, absolute lifetime {present.AbsoluteLifetime}."),
            status == PostureStatus.Passed ? string.Empty : "Set SecurityKit:Sessions:IdleTimeout to 01:00:00 or less and AbsoluteLifetime to 1.00:00:00 or less.",
            Weight: 6));
    }
}
