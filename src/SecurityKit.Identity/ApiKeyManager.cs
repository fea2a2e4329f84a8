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
    /// <returns>The key, or why not.</returns>
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
        if (!await _keys.TryAddAsync(new ApiKeyRecord(key, hash), options.MaxKeysPerSubject, now, cancellationToken).ConfigureAwait(false))
        {
            await RaiseAsync(IdentityEventTypes.ApiKeyRefused, SecurityEventOutcome.Denied, key, "too_many", cancellationToken).ConfigureAwait(false);
            return new ApiKeyCreation.TooMany();
        }

        // Looked at after the key was added: whoever disables the account now finds the key and suspends it.
        if (await _accounts.FindAsync(request.Subject, cancellationToken).ConfigureAwait(false) is { Status: AccountStatus.Disabled })
        {
            await _keys.TryRevokeAsync(key.Subject, key.Id, now, cancellationToken).ConfigureAwait(false);
            return new ApiKeyCreation.NotPossible();
        }

        await RaiseAsync(IdentityEventTypes.ApiKeyCreated, SecurityEventOutcome.Success, key, null, cancellationToken).ConfigureAwait(false);
        return new ApiKeyCreation.Created(key, text);
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
        if (!await _keys.TryRotateAsync(new ApiKeyRotation(id, now + kept, new ApiKeyRecord(key, hash), now), cancellationToken).ConfigureAwait(false))
        {
            return new ApiKeyCreation.NotPossible();
        }

        await TellEndedAsync(subject).ConfigureAwait(false);
        await RaiseAsync(IdentityEventTypes.ApiKeyRotated, SecurityEventOutcome.Success, old.Key, null, cancellationToken).ConfigureAwait(false);
        await RaiseAsync(IdentityEventTypes.ApiKeyCreated, SecurityEventOutcome.Success, key, "rotation", cancellationToken).ConfigureAwait(false);
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
        if (!await _keys.TryRevokeAsync(subject, id, _clock.GetUtcNow(), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await TellEndedAsync(subject).ConfigureAwait(false);
        await RaiseAsync(IdentityEventTypes.ApiKeyRevoked, SecurityEventOutcome.Success, subject, id, null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Takes all keys of a subject out of use until <see cref="ResumeAllAsync"/> takes the cause away again.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="reason">Why, as a snake_case word.</param>
    /// <param name="cause">The cause that is kept with the keys. Enabling an account takes away <see cref="ApiKeySuspensions.AccountDisabled"/> only.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many keys changed.</returns>
    public async ValueTask<int> SuspendAllAsync(
        string subject, string? reason = null, ApiKeySuspensions cause = ApiKeySuspensions.Frozen, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentOutOfRangeException.ThrowIfEqual((int)cause, (int)ApiKeySuspensions.None, nameof(cause));
        var changed = await _keys.SuspendAllAsync(subject, cause, cancellationToken).ConfigureAwait(false);
        await TellEndedAsync(subject).ConfigureAwait(false);
        await RaiseAsync(changed, IdentityEventTypes.ApiKeysSuspended, subject, reason, cancellationToken).ConfigureAwait(false);
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
        var changed = await _keys.ResumeAllAsync(subject, causes, cancellationToken).ConfigureAwait(false);
        await RaiseAsync(changed, IdentityEventTypes.ApiKeysResumed, subject, reason: null, cancellationToken).ConfigureAwait(false);
        return changed;
    }

    internal async ValueTask ApplyAsync(ApiKeyFate fate, string subject, string reason, CancellationToken cancellationToken)
    {
        switch (fate)
        {
            case ApiKeyFate.Suspend:
                await SuspendAllAsync(subject, reason, ApiKeySuspensions.PasswordReset, cancellationToken).ConfigureAwait(false);
                break;
            case ApiKeyFate.Revoke:
                foreach (var key in await _keys.ListAsync(subject, cancellationToken).ConfigureAwait(false))
                {
                    await RevokeAsync(subject, key.Id, cancellationToken).ConfigureAwait(false);
                }

                break;
        }
    }

    /// <summary>Tells every node that keys of a subject have ended, so that connections they keep open are closed. The change stands, whoever still waits.</summary>
    private ValueTask TellEndedAsync(string subject) =>
        _changes.PublishAsync(new ChangeNotice(ApiKeyChangeTopics.Ended, subject), CancellationToken.None);

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

    private ValueTask RaiseAsync(int changed, string type, string subject, string? reason, CancellationToken cancellationToken) =>
        changed == 0 ? ValueTask.CompletedTask : RaiseAsync(type, SecurityEventOutcome.Success, subject, null, reason, cancellationToken);

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
