using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Mfa;

namespace SecurityKit.Cli;

/// <summary>A second factor: set up, used, replayed, guessed at.</summary>
internal static class MfaChapter
{
    private const string Subject = "demo-ada";
    private const int Guesses = 8;

    internal static async ValueTask TellAsync(DemoStory story, IServiceProvider services, CancellationToken cancellationToken)
    {
        story.Begin("MFA");
        var mfa = services.GetRequiredService<MfaManager>();
        var clock = services.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        var begun = await mfa.BeginTotpEnrollmentAsync(Subject, "ada@example.test", "Phone", cancellationToken).ConfigureAwait(false);
        if (begun is not TotpEnrollmentStart.Started { Enrollment: { } enrollment })
        {
            story.Tell("set up an authenticator app", begun.GetType().Name, holds: false);
            return;
        }

        var modules = enrollment.Qr.ToPng().Length;
        story.Tell(
            "set up an authenticator app",
            string.Create(CultureInfo.InvariantCulture, $"secret, URI and QR code of {modules} bytes in {clock.GetElapsedTime(started).TotalMilliseconds:0} ms"),
            modules > 0);
        using var key = TotpKey.Parse(enrollment.Uri);
        using var app = key.CreateGenerator();
        var code = app.ComputeCode(clock.GetUtcNow());
        var confirmed = await mfa.ConfirmAsync(Subject, enrollment.AuthenticatorId, code, cancellationToken).ConfigureAwait(false);
        story.Tell(
            "confirm it with a code", confirmed is MfaConfirmation.Confirmed { RecoveryCodes.Count: var count } ? $"active; {count} recovery codes, shown once" : confirmed.GetType().Name,
            confirmed is MfaConfirmation.Confirmed { RecoveryCodes.Count: 10 });

        var token = await ChallengeAsync(mfa, clock, cancellationToken).ConfigureAwait(false);
        var replay = await mfa.VerifyChallengeAsync(token, MfaMethod.Totp, code, cancellationToken).ConfigureAwait(false);
        story.Tell("sign in with the same code again", replay.GetType().Name, replay is MfaVerification.Replayed);
        var next = app.ComputeCode(clock.GetUtcNow() + key.Parameters.Period);
        var verified = await mfa.VerifyChallengeAsync(token, MfaMethod.Totp, next, cancellationToken).ConfigureAwait(false);
        story.Tell(
            "sign in with the next code", verified is MfaVerification.Verified { Level: var level } ? $"verified, assurance level {level}" : verified.GetType().Name,
            verified is MfaVerification.Verified { Level: AssuranceLevel.Two });
        await GuessAsync(story, mfa, clock, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<string> ChallengeAsync(MfaManager mfa, TimeProvider clock, CancellationToken cancellationToken)
    {
        AuthenticationFactor[] password = [new(AuthenticationMethods.Password, clock.GetUtcNow())];
        var begun = await mfa.BeginSignInAsync(Subject, password, cancellationToken: cancellationToken).ConfigureAwait(false);
        return begun is MfaSignIn.ChallengeRequired { Challenge.Token: var token }
            ? token
            : throw new InvalidOperationException($"A challenge was expected, not {begun.GetType().Name}.");
    }

    private static async ValueTask GuessAsync(DemoStory story, MfaManager mfa, TimeProvider clock, CancellationToken cancellationToken)
    {
        var token = await ChallengeAsync(mfa, clock, cancellationToken).ConfigureAwait(false);
        var tried = 0;
        var throttled = 0;
        for (var i = 0; i < Guesses; i++)
        {
            var answer = await mfa.VerifyChallengeAsync(token, MfaMethod.RecoveryCode, $"0000-0000-0000-0000-0000-000{i}", cancellationToken).ConfigureAwait(false);
            throttled += answer is MfaVerification.Throttled ? 1 : 0;
            tried += answer is MfaVerification.Invalid ? 1 : 0;
        }

        story.Tell($"guess {Guesses} recovery codes", $"{tried} were looked at, then {throttled} were refused unseen for the rest of the hour", tried == 5 && throttled == Guesses - tried);
    }
}
