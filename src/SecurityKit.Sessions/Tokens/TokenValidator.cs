using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>
/// Validates access tokens. The key comes from the ring alone and brings its algorithm, and whether the session is live and the token not
/// revoked is asked of the store every time: there is no interval in which a revoked token still works. Thread-safe.
/// </summary>
public sealed class TokenValidator
{
    private readonly ISessionStore _store;
    private readonly SessionManager _sessions;
    private readonly ISecurityEvents _events;
    private readonly IChangeFeed _changes;
    private readonly ISigningKeyRing _keys;
    private readonly IOptionsMonitor<SessionOptions> _options;
    private readonly SessionMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly DpopValidator _proofs;
    private readonly VerifiedTokenCache _verified = new();

    internal TokenValidator(
        ISessionStore store, SessionManager sessions, ISecurityEvents events, IChangeFeed changes, ISigningKeyRing keys,
        IOptionsMonitor<SessionOptions> options, DpopValidator proofs, SessionMetrics metrics, TimeProvider clock, ILogger<TokenValidator> logger)
    {
        _store = store;
        _sessions = sessions;
        _events = events;
        _changes = changes;
        _keys = keys;
        _options = options;
        _proofs = proofs;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>How many verified tokens are remembered now.</summary>
    internal int RememberedCount => _verified.Count;

    /// <summary>
    /// Validates an access token in one round trip to the store; once per <see cref="SessionOptions.TouchInterval"/> a second one records
    /// the use. Never throws on an outage: what cannot be checked is refused, unless the host chose otherwise by
    /// <see cref="TokenOptions.AcceptUncheckedWhenStoreIsUnavailable"/>.
    /// </summary>
    /// <param name="token">The JWT; anything else is refused.</param>
    /// <param name="keyThumbprint">The thumbprint of the key that the client proved to hold with this request (DPoP); null without proof.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claims and the session, or why it is refused.</returns>
    public async ValueTask<AccessTokenValidation> ValidateAsync(
        string? token, string? keyThumbprint = null, CancellationToken cancellationToken = default)
    {
        var validation = await CheckAsync(token, keyThumbprint, cancellationToken).ConfigureAwait(false);
        _metrics.Validated(validation.Status);
        return validation;
    }

    /// <summary>
    /// Validates an access token that is bound to the client's key together with its proof, and spends the proof (RFC 9449, section 7).
    /// Only the holder of the key of a token of ours leaves a mark in the store. A bearer token is refused: its holder proves nothing.
    /// </summary>
    /// <param name="request">The request with its proof and its access token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claims and the session, or why it is refused.</returns>
    public async ValueTask<AccessTokenValidation> ValidateWithProofAsync(DpopRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var validation = await CheckWithProofAsync(request, cancellationToken).ConfigureAwait(false);
        _metrics.Validated(validation.Status);
        return validation;
    }

    /// <summary>Revokes one access token; its session and other tokens live on. Kept for as long as the token could be used.</summary>
    /// <param name="claims">The claims of a token that was validated.</param>
    /// <param name="reason">Why, a snake_case word.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when every node refuses the token.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked; the token may still work.</exception>
    public async ValueTask RevokeAsync(AccessTokenClaims claims, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        cancellationToken.ThrowIfCancellationRequested();
        await _store.RevokeTokenAsync(claims.SessionId, claims.TokenId, claims.ExpiresAt, CancellationToken.None).ConfigureAwait(false);
        await _changes.PublishAsync(new ChangeNotice(SessionChangeTopics.TokenRevoked, claims.TokenId), CancellationToken.None).ConfigureAwait(false);
        await _events.RaiseAsync(
            new SecurityEvent
            {
                Type = SessionEventTypes.TokenRevoked,
                Outcome = SecurityEventOutcome.Success,
                Severity = SecurityEventSeverity.Low,
                Subject = claims.Subject,
                Reason = reason,
                Data = new Dictionary<string, string>(StringComparer.Ordinal) { [SessionEventTypes.SessionData] = claims.SessionId.ToString() },
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<AccessTokenValidation> CheckWithProofAsync(DpopRequest request, CancellationToken cancellationToken)
    {
        var options = _options.CurrentValue.Tokens;
        var verification = Verify(request.AccessToken, options);
        if (verification.Token is not { } verified)
        {
            return AccessTokenValidation.Refused(verification.Status);
        }

        if (RefusalOf(verified.Claims, verified.Claims.KeyThumbprint, options) is { } refusal)
        {
            return AccessTokenValidation.Refused(refusal);
        }

        var (status, thumbprint, proof) = _proofs.Read(request);
        if (proof is null || thumbprint is null || !string.Equals(thumbprint, verified.Claims.KeyThumbprint, StringComparison.Ordinal))
        {
            return AccessTokenValidation.Refused(AccessTokenStatus.ProofRefused) with { Proof = proof is null ? status : DpopStatus.WrongKey };
        }

        var spent = await _proofs.SpendAsync(proof, thumbprint, cancellationToken).ConfigureAwait(false);
        return spent.Status switch
        {
            DpopStatus.Valid => await CheckAsync(request.AccessToken, thumbprint, cancellationToken).ConfigureAwait(false) with { Proof = DpopStatus.Valid },
            DpopStatus.StoreUnavailable => AccessTokenValidation.Refused(AccessTokenStatus.StoreUnavailable) with { Proof = spent.Status },
            _ => AccessTokenValidation.Refused(AccessTokenStatus.ProofRefused) with { Proof = spent.Status },
        };
    }

    private async ValueTask<AccessTokenValidation> CheckAsync(string? token, string? keyThumbprint, CancellationToken cancellationToken)
    {
        var options = _options.CurrentValue.Tokens;
        var verification = Verify(token, options);
        if (verification.Token is not { } verified)
        {
            return AccessTokenValidation.Refused(verification.Status);
        }

        var claims = verified.Claims;
        if (RefusalOf(claims, keyThumbprint, options) is { } refusal)
        {
            return AccessTokenValidation.Refused(refusal);
        }

        try
        {
            return await CheckSessionAsync(claims, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            SessionsLog.StoreUnavailable(_logger, "validating an access token", exception);
            // A token without a level is that of a session that is good for nothing yet; whether it became a full one cannot be asked now.
            if (!options.AcceptUncheckedWhenStoreIsUnavailable || claims.Level == AssuranceLevel.None)
            {
                return AccessTokenValidation.Refused(AccessTokenStatus.StoreUnavailable);
            }

            SessionsLog.AcceptedUnchecked(_logger);
            return new AccessTokenValidation(AccessTokenStatus.ValidUnchecked, claims, null);
        }
    }

    /// <summary>The signature, verified now or remembered. A key that left the ring makes remembered tokens unknown at once.</summary>
    private (AccessTokenStatus Status, VerifiedToken? Token) Verify(string? token, TokenOptions options)
    {
        if (token is null || token.Length > CompactJws.MaxLength || !System.Text.Ascii.IsValid(token))
        {
            return (AccessTokenStatus.Malformed, null);
        }

        var digest = TokenDigest.Of(token);
        if (_verified.Find(digest) is { } known)
        {
            return _keys.Current.Find(known.KeyId) is null ? (AccessTokenStatus.UnknownKey, null) : (AccessTokenStatus.Valid, known);
        }

        var verification = AccessTokenVerifier.Verify(token, _keys.Current);
        if (verification.Token is { } verified)
        {
            _verified.Add(digest, verified, options.VerifiedTokenCacheSize);
        }

        return verification;
    }

    private AccessTokenStatus? RefusalOf(AccessTokenClaims claims, string? keyThumbprint, TokenOptions options)
    {
        var now = _clock.GetUtcNow();
        return claims switch
        {
            _ when !string.Equals(claims.Issuer, options.Issuer, StringComparison.Ordinal) => AccessTokenStatus.WrongIssuer,
            _ when !claims.Audiences.Contains(options.Audience, StringComparer.Ordinal) => AccessTokenStatus.WrongAudience,
            _ when claims.ExpiresAt <= now => AccessTokenStatus.Expired,
            _ when claims.NotBefore > now + options.ClockSkew || claims.IssuedAt > now + options.ClockSkew => AccessTokenStatus.NotYetValid,
            _ when !string.Equals(claims.KeyThumbprint, keyThumbprint, StringComparison.Ordinal) && claims.KeyThumbprint is not null => AccessTokenStatus.ProofRequired,
            _ => null,
        };
    }

    private async ValueTask<AccessTokenValidation> CheckSessionAsync(AccessTokenClaims claims, CancellationToken cancellationToken)
    {
        var reading = await _store.FindAsync(claims.SessionId, claims.TokenId, cancellationToken).ConfigureAwait(false);
        if (reading.Session is not { } session || !string.Equals(session.Subject, claims.Subject, StringComparison.Ordinal))
        {
            return AccessTokenValidation.Refused(AccessTokenStatus.SessionEnded);
        }

        if (reading.IsTokenRevoked)
        {
            return AccessTokenValidation.Refused(AccessTokenStatus.Revoked);
        }

        return await _sessions.AdmitAsync(session, cancellationToken).ConfigureAwait(false) switch
        {
            SessionValidationStatus.Valid => new AccessTokenValidation(AccessTokenStatus.Valid, claims, session),
            SessionValidationStatus.StepUpRequired => new AccessTokenValidation(AccessTokenStatus.StepUpRequired, claims, session),
            SessionValidationStatus.Suspicious => AccessTokenValidation.Refused(AccessTokenStatus.Suspicious),
            _ => AccessTokenValidation.Refused(AccessTokenStatus.SessionEnded),
        };
    }
}
