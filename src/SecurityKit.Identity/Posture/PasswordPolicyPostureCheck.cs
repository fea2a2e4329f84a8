using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Does the policy keep out what is guessed first?</summary>
internal sealed class PasswordPolicyPostureCheck(IOptionsMonitor<IdentityOptions> options) : IPostureCheck
{
    private const int AdvisedLength = 12;
    private const int AdvisedLengthAsOnlyFactor = 15;
    private const int LeastLength = 8;
    private const int AdvisedScore = 40;
    private const int Weight = 7;

    public string Id => "identity.passwords.policy";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var policy = options.CurrentValue.Password;
        var isAdvised = policy is { MinLength: >= AdvisedLength, RefuseCommon: true, RefuseContextWords: true, MinScore: >= AdvisedScore }
            && Math.Max(policy.MinLength, policy.MinLengthAsOnlyFactor) >= AdvisedLengthAsOnlyFactor;
        var isLeast = policy is { MinLength: >= LeastLength, RefuseCommon: true };
        var status = isAdvised ? PostureStatus.Passed : isLeast ? PostureStatus.Partial : PostureStatus.Failed;
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "Passwords are long, and common or personal ones are refused.",
            status,
            $"At least {policy.MinLength} characters, {Math.Max(policy.MinLength, policy.MinLengthAsOnlyFactor)} as the only factor, and a score of {policy.MinScore}; common ones are {Said(policy.RefuseCommon)}, context words are {Said(policy.RefuseContextWords)}.",
            status == PostureStatus.Passed ? string.Empty : $"Set {IdentityOptions.Section}:Password:MinLength to 12 or more, MinLengthAsOnlyFactor to 15 or more, MinScore to 40 or more, RefuseCommon and RefuseContextWords to true.",
            Weight));
    }

    private static string Said(bool isRefused) => isRefused ? "refused" : "accepted";
}
