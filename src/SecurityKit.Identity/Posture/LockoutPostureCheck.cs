using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Does guessing a password come to an end?</summary>
internal sealed class LockoutPostureCheck(IOptionsMonitor<IdentityOptions> options) : IPostureCheck
{
    private const int MostFailures = 10;
    private const int MostFailuresPerDay = 100;
    private const int Weight = 7;

    public string Id => "identity.lockout";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var lockout = options.CurrentValue.Lockout;
        var isBounded = lockout.MaxFailures <= MostFailures && lockout.MaxFailuresPerDay <= MostFailuresPerDay;
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "Guessing an account's password is stopped soon.",
            isBounded ? PostureStatus.Passed : PostureStatus.Failed,
            $"{lockout.MaxFailures} failures in {lockout.Window} lock for {lockout.FirstDuration}; {lockout.MaxFailuresPerDay} failures a day at most.",
            isBounded ? string.Empty : $"Set {IdentityOptions.Section}:Lockout:MaxFailures to {MostFailures} or less and MaxFailuresPerDay to {MostFailuresPerDay} or less.",
            Weight));
    }
}
