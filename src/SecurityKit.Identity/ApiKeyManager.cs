using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>API keys: make, verify, list, replace, revoke, suspend. A store that cannot be reached is an exception and no key verifies. Thread-safe.</summary>
public sealed class ApiKeyManager
{
    private static readonly ApiKeyOutcome.Refused Invalid = new(ApiKeyRefusal.Invalid);

    private readonly IApiKeyStore _keys;
    private readonly IAccountStore _accounts;
    private readonly ApiKeyUsage _usage;
    private readonly IChangeFeed _changes;
    private readonly ISecurityEvents _events;
    private readonly IdentityMetrics _metrics;
    private readonly IOptionsMonitor<IdentityOptions> _options;
    private readonly TimeProvider _clock;

    internal ApiKeyManager(
        IApiKeyStore keys, IAccountStore accounts, ApiKeyUsage usage, IChangeFeed changes, ISecurityEvents events, IdentityMetrics metrics,
        IOptionsMonitor<IdentityOptions> options, TimeProvider clock)
    {
        _keys = keys;
        _accounts = accounts;
        _usage = usage;
        _changes = changes;
        _events = events;
        _metrics = metrics;
        _options = options;
        _clock = clock;
    }

    /// <summary>Makes a key. Its text is in the answer and nowhere else.</summary>
    /// <param name="request">What it shall be.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The key, or why not. A subject has no new key while one of its keys, be it revoked since, is <see cref="ApiKeySuspensions.Frozen"/>.</returns>
    public async ValueTask<ApiKeyCreation> CreateAsync(ApiKeyRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Subject);
        var options = _options.CurrentValue.ApiKeys;
        var problems = new List<InputProblem>();
        var networks = ApiKeyRules.Check(request, options, problems);
        if (problems.Count > 0)
        {
            return new ApiKeyCreation.Refused(problems);
        }

        var before = await _accounts.FindAsync(request.Subject, cancellationToken).ConfigureAwait(false);
        var now = _clock.GetUtcNow();
        var (id, text, hash) = ApiKeyFormat.New(options.Prefix);
        var key = new ApiKey
        {
            Id = id,
            Subject = request.Subject,
            Name = request.Name,
            Scopes = [.. request.Scopes.Distinct(StringComparer.Ordinal)],
            Networks = networks,
            CreatedAt = now,
            ExpiresAt = now + (request.Lifetime ?? options.Lifetime),
        };
        if (!await _keys.TryAddAsync(new ApiKeyRecord(key, hash), options.MaxKeysPerSubject, now, CancellationToken.None).ConfigureAwait(false))
        {
            await RaiseAsync(IdentityEventTypes.ApiKeyRefused, SecurityEventOutcome.Denied, key, "too_many", cancellationToken).ConfigureAwait(false);
            return new ApiKeyCreation.TooMany();
        }

        // Looked at after the key was added: whoever disables the account, resets its password or freezes its keys now finds the key and suspends it.
        if (!await MayHaveAsync(key, before).ConfigureAwait(false))
        {
            await _keys.TryRevokeAsync(key.Subject, key.Id, now, CancellationToken.None).ConfigureAwait(false);
            await RaiseAsync(IdentityEventTypes.ApiKeyRefused, SecurityEventOutcome.Denied, key, "not_possible", CancellationToken.None).ConfigureAwait(false);
            return new ApiKeyCreation.NotPossible();
        }

        await RaiseAsync(IdentityEventTypes.ApiKeyCreated, SecurityEventOutcome.Success, key, null, CancellationToken.None).ConfigureAwait(false);
        return new ApiKeyCreation.Created(key, text);
    }

    /// <summary>
    /// Whether a subject may have the key it just got: its account is what it was before and not disabled, and none of its keys is frozen. Also one that is revoked
    /// by now counts, or a subject whose keys are frozen would revoke them and make another. A subject without an account, such as a service, may have keys.
    /// </summary>
    private async ValueTask<bool> MayHaveAsync(ApiKey key, AccountRecord? before)
    {
        var account = await _accounts.FindAsync(key.Subject, CancellationToken.None).ConfigureAwait(false);
        if (account?.Status == AccountStatus.Disabled || account?.PasswordChangedAt != before?.PasswordChangedAt)
        {
            return false;
        }

        var all = await _keys.ListAsync(key.Subject, CancellationToken.None).ConfigureAwait(false);
        return !all.Any(other => other.Suspensions.HasFlag(ApiKeySuspensions.Frozen));
    }

    /// <summary>Verifies what a caller presents: one look-up in the store, fixed-time comparison of hashes.</summary>
    /// <param name="presented">The text; anything.</param>
    /// <param name="remoteAddress">The client's address as seen behind trusted proxies only; <see langword="null"/> when not known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<ApiKeyOutcome> VerifyAsync(string? presented, IPAddress? remoteAddress, CancellationToken cancellationToken = default) =>
        IdentityTracing.Spans.RunAsync(
            "securitykit.api_key.verify",
            (keys: this, presented, remoteAddress, cancellationToken),
            static s => s.keys.VerifyPresentedAsync(s.presented, s.remoteAddress, s.cancellationToken),
            static outcome => Spans.OutcomeOf(outcome));

    private ValueTask<ApiKeyOutcome> VerifyPresentedAsync(string? presented, IPAddress? remoteAddress, CancellationToken cancellationToken)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var (id, prefix) = ApiKeyFormat.Parse(presented, hash);
        if (id is null || !string.Equals(prefix, _options.CurrentValue.ApiKeys.Prefix, StringComparison.Ordinal))
        {
            _metrics.ApiKey("malformed");
            return ValueTask.FromResult<ApiKeyOutcome>(Invalid);
        }

        var lookup = _keys.FindAsync(id, cancellationToken);
        if (!lookup.IsCompletedSuccessfully)
        {
            return AwaitAsync(lookup, id, hash.ToArray(), remoteAddress, cancellationToken);
        }

        var record = lookup.Result;
        var refusal = Judge(record, id, hash, remoteAddress, _clock.GetUtcNow());
        return refusal is null ? ValueTask.FromResult(Accept(record!.Key)) : RefuseAsync(record, refusal.Value, cancellationToken);
    }

    /// <summary>Lists a subject's keys, without secrets, the newest first; revoked and expired ones stay listed for 90 days.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys.</returns>
    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return _keys.ListAsync(subject, cancellationToken);
    }

    /// <summary>Replaces a key by a new one with the same name, scopes, networks and length of life. The old one works on for the overlap.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="id">The key.</param>
    /// <param name="overlap">How long the old key works on, at most 30 days; <see langword="null"/> for <see cref="ApiKeyOptions.RotationOverlap"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new key, or why not.</returns>
    public async ValueTask<ApiKeyCreation> RotateAsync(
        string subject, string id, TimeSpan? overlap = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentException.ThrowIfNullOrEmpty(id);
        var options = _options.CurrentValue.ApiKeys;
        var kept = overlap ?? options.RotationOverlap;
        ArgumentOutOfRangeException.ThrowIfLessThan(kept, TimeSpan.Zero, nameof(overlap));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kept, TimeSpan.FromDays(30), nameof(overlap));
        var old = await _keys.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (old is null || !string.Equals(old.Key.Subject, subject, StringComparison.Ordinal) || old.Key.IsSuspended)
        {
            return new ApiKeyCreation.NotPossible();
        }

        var now = _clock.GetUtcNow();
        var (newId, text, hash) = ApiKeyFormat.New(options.Prefix);
        var lifetime = old.Key.ExpiresAt - old.Key.CreatedAt;
        var key = old.Key with
        {
            Id = newId,
            CreatedAt = now,
            ExpiresAt = now + (lifetime < options.MaxLifetime ? lifetime : options.MaxLifetime),
            LastUsedAt = null,
        };
        if (!await _keys.TryRotateAsync(new ApiKeyRotation(id, now + kept, new ApiKeyRecord(key, hash), now), CancellationToken.None).ConfigureAwait(false))
        {
            return new ApiKeyCreation.NotPossible();
        }

        await EndAsync(
            subject,
            () => RaiseAsync(IdentityEventTypes.ApiKeyRotated, SecurityEventOutcome.Success, old.Key, null, CancellationToken.None),
            () => RaiseAsync(IdentityEventTypes.ApiKeyCreated, SecurityEventOutcome.Success, key, "rotation", CancellationToken.None)).ConfigureAwait(false);
        return new ApiKeyCreation.Created(key, text);
    }

    /// <summary>Revokes a key. The next request with it is refused, on every node.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="id">The key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call revoked it; false for a key that is not the subject's.</returns>
    public async ValueTask<bool> RevokeAsync(string subject, string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentException.ThrowIfNullOrEmpty(id);
        cancellationToken.ThrowIfCancellationRequested();
        if (!await _keys.TryRevokeAsync(subject, id, _clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        await EndAsync(
            subject, () => RaiseAsync(IdentityEventTypes.ApiKeyRevoked, SecurityEventOutcome.Success, subject, id, null, CancellationToken.None)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Takes all keys of a subject out of use until <see cref="ResumeAllAsync"/> takes the cause away again.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="reason">Why, as a snake_case word.</param>
    /// <param name="cause">The cause that is kept with the keys; a subject without any has nothing to keep it with. Enabling an account takes away <see cref="ApiKeySuspensions.AccountDisabled"/> only.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many keys changed.</returns>
    public async ValueTask<int> SuspendAllAsync(
        string subject, string? reason = null, ApiKeySuspensions cause = ApiKeySuspensions.Frozen, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentOutOfRangeException.ThrowIfEqual((int)cause, (int)ApiKeySuspensions.None, nameof(cause));
        cancellationToken.ThrowIfCancellationRequested();
        var changed = await _keys.SuspendAllAsync(subject, cause, CancellationToken.None).ConfigureAwait(false);
        await EndAsync(subject, () => RaiseAsync(changed, IdentityEventTypes.ApiKeysSuspended, subject, reason)).ConfigureAwait(false);
        return changed;
    }

    /// <summary>Takes causes away from all keys of a subject. A key that has another cause stays out of use.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="causes">The causes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many keys changed.</returns>
    public async ValueTask<int> ResumeAllAsync(
        string subject, ApiKeySuspensions causes = ApiKeySuspensions.Frozen, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        cancellationToken.ThrowIfCancellationRequested();
        var changed = await _keys.ResumeAllAsync(subject, causes, CancellationToken.None).ConfigureAwait(false);
        await RaiseAsync(changed, IdentityEventTypes.ApiKeysResumed, subject, reason: null).ConfigureAwait(false);
        return changed;
    }

    internal async ValueTask ApplyAsync(ApiKeyFate fate, string subject, string reason)
    {
        switch (fate)
        {
            case ApiKeyFate.Suspend:
                await SuspendAllAsync(subject, reason, ApiKeySuspensions.PasswordReset, CancellationToken.None).ConfigureAwait(false);
                break;
            case ApiKeyFate.Revoke:
                // Suspended first: a key that is being replaced is in the list below with its replacement, or is not replaced any more.
                await _keys.SuspendAllAsync(subject, ApiKeySuspensions.PasswordReset, CancellationToken.None).ConfigureAwait(false);
                var consequences = new Consequences();
                foreach (var key in await _keys.ListAsync(subject, CancellationToken.None).ConfigureAwait(false))
                {
                    await consequences.TryAsync(async () => await RevokeAsync(subject, key.Id, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
                }

                consequences.ThrowWhatFailed();
                break;
        }
    }

    /// <summary>
    /// Tells every node that keys of a subject have ended, so that connections they keep open are closed, and raises the events: the change stands, and neither
    /// keeps the other from being told.
    /// </summary>
    private async ValueTask EndAsync(string subject, params Func<ValueTask>[] raise)
    {
        var consequences = new Consequences();
        await consequences.TryAsync(
            () => _changes.PublishAsync(new ChangeNotice(ApiKeyChangeTopics.Ended, subject), CancellationToken.None)).ConfigureAwait(false);
        foreach (var one in raise)
        {
            await consequences.TryAsync(one).ConfigureAwait(false);
        }

        consequences.ThrowWhatFailed();
    }

    private static ApiKeyRefusal? Judge(
        ApiKeyRecord? record, string id, ReadOnlySpan<byte> hash, IPAddress? remoteAddress, DateTimeOffset now)
    {
        if (record is null || !string.Equals(record.Key.Id, id, StringComparison.Ordinal)
            || !CryptographicOperations.FixedTimeEquals(record.SecretHash, hash))
        {
            return ApiKeyRefusal.Invalid;
        }

        var key = record.Key;
        return key switch
        {
            { RevokedAt: not null } => ApiKeyRefusal.Revoked,
            { IsSuspended: true } => ApiKeyRefusal.Suspended,
            _ when key.ExpiresAt <= now => ApiKeyRefusal.Expired,
            _ when !IsInside(key.Networks, remoteAddress) => ApiKeyRefusal.Network,
            _ => null,
        };
    }

    private static bool IsInside(IReadOnlyList<IPNetwork> networks, IPAddress? remoteAddress)
    {
        if (networks.Count == 0)
        {
            return true;
        }

        if (remoteAddress is null)
        {
            return false;
        }

        var address = remoteAddress.IsIPv4MappedToIPv6 ? remoteAddress.MapToIPv4() : remoteAddress;
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<ApiKeyOutcome> AwaitAsync(
        ValueTask<ApiKeyRecord?> lookup, string id, byte[] hash, IPAddress? remoteAddress, CancellationToken cancellationToken)
    {
        var record = await lookup.ConfigureAwait(false);
        return Judge(record, id, hash, remoteAddress, _clock.GetUtcNow()) is { } refusal
            ? await RefuseAsync(record, refusal, cancellationToken).ConfigureAwait(false)
            : Accept(record!.Key);
    }

    private ApiKeyOutcome Accept(ApiKey key)
    {
        _usage.Note(key, _clock.GetUtcNow());
        _metrics.ApiKey("verified");
        return new ApiKeyOutcome.Verified(key);
    }

    private async ValueTask<ApiKeyOutcome> RefuseAsync(ApiKeyRecord? record, ApiKeyRefusal refusal, CancellationToken cancellationToken)
    {
        var reason = refusal.ToString().ToLowerInvariant();
        _metrics.ApiKey(reason);
        await RaiseAsync(
            IdentityEventTypes.ApiKeyRefused, SecurityEventOutcome.Denied, record?.Key.Subject, record?.Key.Id, reason, cancellationToken).ConfigureAwait(false);
        return refusal == ApiKeyRefusal.Invalid ? Invalid : new ApiKeyOutcome.Refused(refusal);
    }

    private ValueTask RaiseAsync(int changed, string type, string subject, string? reason) =>
        changed == 0 ? ValueTask.CompletedTask : RaiseAsync(type, SecurityEventOutcome.Success, subject, null, reason, CancellationToken.None);

    private ValueTask RaiseAsync(string type, SecurityEventOutcome outcome, ApiKey key, string? reason, CancellationToken cancellationToken) =>
        RaiseAsync(type, outcome, key.Subject, key.Id, reason, cancellationToken);

    private ValueTask RaiseAsync(
        string type, SecurityEventOutcome outcome, string? subject, string? id, string? reason, CancellationToken cancellationToken) =>
        _events.RaiseAsync(
            new SecurityEvent
            {
                Type = type,
                Outcome = outcome,
                Severity = SecurityEventSeverity.Low,
                Subject = subject,
                Reason = reason,
                Data = id is null
                    ? System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty
                    : new Dictionary<string, string>(StringComparer.Ordinal) { ["keyId"] = id },
            },
            cancellationToken);
}
