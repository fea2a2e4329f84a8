using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>
/// Validates DPoP proofs (RFC 9449): that the client holds the private key its tokens are bound to. Each proof is good once, on all nodes
/// together, decided in the <see cref="ICounterStore"/>. Thread-safe.
/// </summary>
public sealed class DpopValidator
{
    private const string ProofType = "dpop+jwt";
    private const string SpentScope = "sessions.dpop";

    private readonly ICounterStore _spent;
    private readonly DpopNonces _nonces;
    private readonly IOptionsMonitor<SessionOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    internal DpopValidator(
        ICounterStore spent, DpopNonces nonces, IOptionsMonitor<SessionOptions> options, TimeProvider clock, ILogger<DpopValidator> logger)
    {
        _spent = spent;
        _nonces = nonces;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>
    /// Validates a proof and spends it. Give the thumbprint to <see cref="SessionStart.KeyThumbprint"/> at sign-in and to
    /// <see cref="RefreshManager.RefreshAsync"/> with a refresh token. With an access token use
    /// <see cref="TokenValidator.ValidateWithProofAsync"/>, which looks at the token first. Anybody can make a proof of a key of his own, and
    /// spending it writes to the store: at a sign-in use <see cref="Check"/> first, and this once the password or the like has been verified.
    /// </summary>
    /// <param name="request">The request it came with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The thumbprint of the key, or why the proof is refused.</returns>
    public async ValueTask<DpopValidation> ValidateAsync(DpopRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (status, thumbprint, proof) = Read(request);
        return proof is null || thumbprint is null
            ? new DpopValidation(status, null)
            : await SpendAsync(proof, thumbprint, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everything that can be said of a proof without asking the store: all but whether it was used before. It is not spent.</summary>
    /// <param name="request">The request it came with.</param>
    /// <returns>The thumbprint of the key, or why the proof is refused.</returns>
    public DpopValidation Check(DpopRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (status, thumbprint, _) = Read(request);
        return new DpopValidation(status, thumbprint);
    }

    /// <summary>A nonce for the <c>DPoP-Nonce</c> header, where <see cref="TokenOptions.RequireProofNonce"/> asks for one. Every node takes every node's.</summary>
    /// <returns>The nonce; null where none is required.</returns>
    public string? NewNonce() => _options.CurrentValue.Tokens.RequireProofNonce ? _nonces.New() : null;

    /// <summary>Everything that can be said of a proof without I/O; thumbprint and proof only when it is good.</summary>
    internal (DpopStatus Status, string? Thumbprint, DpopProof? Proof) Read(DpopRequest request)
    {
        var (status, thumbprint, proof) = Verify(request.Proof);
        if (proof is null || thumbprint is null)
        {
            return (status, null, null);
        }

        return RefusalOf(proof, request, _options.CurrentValue.Tokens) is { } refusal ? (refusal, null, null) : (DpopStatus.Valid, thumbprint, proof);
    }

    /// <summary>Spends a proof that was checked.</summary>
    internal async ValueTask<DpopValidation> SpendAsync(DpopProof proof, string thumbprint, CancellationToken cancellationToken)
    {
        try
        {
            return await IsFirstUseAsync(proof, thumbprint, _options.CurrentValue.Tokens, cancellationToken).ConfigureAwait(false)
                ? new DpopValidation(DpopStatus.Valid, thumbprint)
                : new DpopValidation(DpopStatus.Replayed, null);
        }
        catch (StoreUnavailableException exception)
        {
            SessionsLog.StoreUnavailable(_logger, "validating a DPoP proof", exception);
            return new DpopValidation(DpopStatus.StoreUnavailable, null);
        }
    }

    private static (DpopStatus Status, string? Thumbprint, DpopProof? Proof) Verify(string? text)
    {
        if (CompactJws.TryParse(text) is not { } jws)
        {
            return (DpopStatus.Malformed, null, null);
        }

        if (jws.Algorithm != nameof(SigningAlgorithm.ES256))
        {
            return (DpopStatus.WrongAlgorithm, null, null);
        }

        if (!string.Equals(jws.Type, ProofType, StringComparison.OrdinalIgnoreCase))
        {
            return (DpopStatus.WrongType, null, null);
        }

        using var key = jws.Key is { } jwk ? PublicJsonWebKey.TryRead(jwk) : null;
        if (key is null)
        {
            return (DpopStatus.WrongKey, null, null);
        }

        if (!jws.IsSignedBy(key.Key))
        {
            return (DpopStatus.WrongSignature, null, null);
        }

        return DpopProof.TryRead(jws.Payload) is { } proof ? (DpopStatus.Valid, key.Thumbprint, proof) : (DpopStatus.Malformed, null, null);
    }

    private DpopStatus? RefusalOf(DpopProof proof, DpopRequest request, TokenOptions options)
    {
        var now = _clock.GetUtcNow();
        return proof switch
        {
            _ when !string.Equals(proof.Method, request.Method, StringComparison.Ordinal) => DpopStatus.WrongMethod,
            _ when !proof.IsFor(request.Uri) => DpopStatus.WrongUri,
            _ when !proof.IsForToken(request.AccessToken) => DpopStatus.WrongAccessToken,
            _ when proof.IssuedAt + options.ProofLifetime <= now => DpopStatus.Expired,
            _ when proof.IssuedAt > now + options.ClockSkew => DpopStatus.NotYetValid,
            _ when options.RequireProofNonce && !_nonces.IsFresh(proof.Nonce, options.ProofNonceLifetime, options.ClockSkew) => DpopStatus.NonceRequired,
            _ => null,
        };
    }

    /// <summary>The mark lasts from now on for as long as the proof could be presented, one made ahead of our clock included.</summary>
    private async ValueTask<bool> IsFirstUseAsync(DpopProof proof, string thumbprint, TokenOptions options, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{thumbprint}.{proof.TokenId}")));
        var once = new CounterLimit(1, options.ProofLifetime + options.ClockSkew + TimeSpan.FromSeconds(1));
        var decision = await _spent.TryTakeAsync(new CounterKey(SpentScope, id), once, 1, cancellationToken).ConfigureAwait(false);
        return decision.Taken;
    }
}
