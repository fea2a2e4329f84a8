using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>Makes a code, keeps its hash, and sends it, within the delivery budgets.</summary>
internal sealed class CodeSender(
    IOneTimeCodeStore codes, DestinationProtector destinations, DeliveryBudget budget, IMfaMessageComposer composer, IMessageSender sender,
    IKeyedHasher hasher, MfaAnnouncer announcer, MfaMetrics metrics, IOperationContextAccessor context, TimeProvider clock,
    IOptionsMonitor<MfaOptions> options, ILogger<CodeSender> logger)
{
    internal static MessageChannel ChannelOf(MfaMethod method) => method == MfaMethod.Sms ? MessageChannel.Sms : MessageChannel.Email;

    /// <summary>Whether codes of this method can be had: it sends codes, is not switched off, and has a sender.</summary>
    internal bool CanSend(MfaMethod method) =>
        method is MfaMethod.Sms or MfaMethod.Email && !options.CurrentValue.DisabledMethods.Contains(method)
        && sender.CanSend(ChannelOf(method));

    /// <summary>Sends a code for one purpose. Never answers <see cref="MfaDelivery.ChallengeNotFound"/>.</summary>
    internal ValueTask<MfaDelivery> SendAsync(Authenticator authenticator, string scope, CancellationToken cancellationToken) =>
        MfaTracing.Spans.RunAsync(
            "securitykit.mfa.send_code", () => SendCodeAsync(authenticator, scope, cancellationToken), MfaTracing.MethodTag(authenticator.Method));

    private async ValueTask<MfaDelivery> SendCodeAsync(Authenticator authenticator, string scope, CancellationToken cancellationToken)
    {
        if (!CanSend(authenticator.Method))
        {
            return new MfaDelivery.Unavailable();
        }

        var destination = destinations.Unprotect(authenticator);
        var retryAfter = await budget.TryTakeAsync(authenticator, destination, cancellationToken).ConfigureAwait(false);
        if (retryAfter is { } wait)
        {
            await ReportAsync(authenticator, "throttled", cancellationToken).ConfigureAwait(false);
            return new MfaDelivery.Throttled(wait);
        }

        var lifetime = options.CurrentValue.Codes.Lifetime;
        var (code, expiresAt) = await CreateAsync(authenticator, scope, lifetime, cancellationToken).ConfigureAwait(false);
        var message = composer.ComposeCode(
            ChannelOf(authenticator.Method), destination, code, lifetime, ReaderCulture.Of(context.Current));
        try
        {
            await sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (MessageNotSentException exception)
        {
            MfaLog.CodeNotSent(logger, MfaMethods.NameOf(authenticator.Method), authenticator.Subject, exception);
            await ReportAsync(authenticator, "not_sent", cancellationToken).ConfigureAwait(false);
            return new MfaDelivery.NotSent();
        }

        await ReportAsync(authenticator, refusal: null, cancellationToken).ConfigureAwait(false);
        return new MfaDelivery.Sent(Destinations.Mask(authenticator.Method, destination), expiresAt);
    }

    private async ValueTask<(string Code, DateTimeOffset ExpiresAt)> CreateAsync(
        Authenticator authenticator, string scope, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var id = SentCode.IdOf(authenticator.Id, scope);
        var hash = hasher.Hash(SentCode.HashPurpose, SentCode.HashedDataOf(id, code));
        var now = clock.GetUtcNow();
        var kept = new OneTimeCode(id, hash, options.CurrentValue.Codes.GuessesPerCode, now + lifetime);
        await codes.PutAsync(kept, now, cancellationToken).ConfigureAwait(false);
        return (code, kept.ExpiresAt);
    }

    private ValueTask ReportAsync(Authenticator authenticator, string? refusal, CancellationToken cancellationToken)
    {
        var method = MfaMethods.NameOf(authenticator.Method);
        metrics.Delivered(method, refusal ?? "sent");
        return announcer.RaiseAsync(
            MfaEventTypes.CodeSent, authenticator.Subject, refusal, cancellationToken, ("method", method), ("authenticator", authenticator.Id));
    }
}
