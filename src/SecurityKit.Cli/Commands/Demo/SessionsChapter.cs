using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;

namespace SecurityKit.Cli;

/// <summary>Sessions and their tokens.</summary>
internal static class SessionsChapter
{
    private const string Subject = "demo-ada";
    private const int SignIns = 12;
    private const int Validations = 200;

    internal static async ValueTask TellAsync(DemoStory story, IServiceProvider services, CancellationToken cancellationToken)
    {
        story.Begin("Sessions");
        var sessions = services.GetRequiredService<SessionManager>();
        var started = await Task.WhenAll(Enumerable.Range(0, SignIns).Select(_ => SignInAsync(services, cancellationToken))).ConfigureAwait(false);
        var live = await sessions.ListAsync(Subject, cancellationToken).ConfigureAwait(false);
        story.Tell($"sign in {SignIns} times at once, with a limit of 10", $"{live.Count} sessions live", live.Count == 10);

        var grant = started.First(g => live.Any(s => s.Id == g.Session.Id));
        var token = services.GetRequiredService<TokenIssuer>().Issue(grant.Session);
        var validator = services.GetRequiredService<TokenValidator>();
        await MeasureAsync(story, validator, token.Value, cancellationToken).ConfigureAwait(false);

        using var offline = OfflineTokenVerifier.Parse(services.GetRequiredService<JsonWebKeySet>().ToUtf8Json());
        var seen = offline.Verify(token.Value, "securitykit", "securitykit", services.GetRequiredService<TimeProvider>().GetUtcNow());
        story.Tell("verify the token offline, by the published keys", seen.Status.ToString(), seen.IsValid);

        await sessions.RevokeAsync(grant.Session.Id, Subject, SessionEndReasons.RevokedByAdministrator, cancellationToken).ConfigureAwait(false);
        var after = await validator.ValidateAsync(token.Value, cancellationToken: cancellationToken).ConfigureAwait(false);
        story.Tell("revoke the session, then use its token", after.Status.ToString(), after.Status == AccessTokenStatus.SessionEnded);
        var all = await sessions.RevokeAllAsync(Subject, except: null, SessionEndReasons.PasswordChanged, cancellationToken).ConfigureAwait(false);
        story.Tell("change the password", $"{all} other sessions ended", all == live.Count - 1);
    }

    private static async Task<SessionGrant> SignInAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var start = new SessionStart
        {
            Subject = Subject,
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, now), new AuthenticationFactor(AuthenticationMethods.OneTimePassword, now)],
            Level = AssuranceLevel.Two,
        };
        var result = await services.GetRequiredService<SessionManager>().CreateAsync(start, cancellationToken).ConfigureAwait(false);
        return result.Grant ?? throw new InvalidOperationException($"The session was not created: {result.Status}.");
    }

    private static async ValueTask MeasureAsync(DemoStory story, TokenValidator validator, string token, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var valid = 0;
        var started = clock.GetTimestamp();
        for (var i = 0; i < Validations; i++)
        {
            valid += (await validator.ValidateAsync(token, cancellationToken: cancellationToken).ConfigureAwait(false)).IsValid ? 1 : 0;
        }

        var took = clock.GetElapsedTime(started);
        story.Tell(
            $"validate an access token {Validations} times, session included",
            string.Create(CultureInfo.InvariantCulture, $"{valid} valid, {took.TotalMicroseconds / Validations:0} us each on SQLite"), valid == Validations);
    }
}
