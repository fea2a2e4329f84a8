using System.Globalization;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Whether passwords are hashed with at least the OWASP minimum of Argon2id.</summary>
internal sealed class PasswordHashingPostureCheck(IOptions<PasswordHashingOptions> options) : IPostureCheck
{
    public string Id => "crypto.passwords.cost";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var present = options.Value;
        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"Argon2id with m={present.MemoryKiB} KiB, t={present.Iterations}, p={present.Parallelism}; memory in flight capped at {present.MemoryCapMiB} MiB.");
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "Passwords are hashed with Argon2id at or above the OWASP minimum",
            present.MeetsOwaspMinimum ? PostureStatus.Passed : PostureStatus.Failed,
            evidence,
            present.MeetsOwaspMinimum ? string.Empty : $"Set {PasswordHashingOptions.Section}:MemoryKiB to 19456 and Iterations to 2 or more.",
            Weight: 8));
    }
}
