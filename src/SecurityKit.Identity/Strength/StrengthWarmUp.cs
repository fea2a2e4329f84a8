using Microsoft.Extensions.Hosting;

namespace SecurityKit.Identity;

/// <summary>Reads the dictionaries apart from the start, so that the first person to choose a password does not wait for them.</summary>
internal sealed class StrengthWarmUp(PasswordStrengthEstimator estimator) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () =>
        {
            estimator.Estimate("warm-up");
            CommonPasswords.IsBuiltFrom("warm-up");
        },
        CancellationToken.None);
}
