using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Remembers devices. A remembered device saves the further factor, and is worth none: the level stays what the password gives.</summary>
internal sealed class TrustedDeviceService(
    ITrustedDeviceStore devices, MfaPolicy policy, StepUpRule stepUp, MfaAnnouncer announcer, TimeProvider clock,
    IOptionsMonitor<MfaOptions> options)
{
    internal async ValueTask<TrustedDeviceGrant> TrustAsync(
        string subject, string? name, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        LabelRules.CheckName(problems, name);
        if (problems.Count > 0)
        {
            return new TrustedDeviceGrant.Refused(problems);
        }

        var lifetime = options.CurrentValue.TrustedDevices.Lifetime;
        if (lifetime <= TimeSpan.Zero || await policy.IsRequiredAsync(subject, cancellationToken).ConfigureAwait(false))
        {
            return new TrustedDeviceGrant.NotAllowed();
        }

        if (!stepUp.IsMet(sessionFactors))
        {
            await announcer.RaiseAsync(MfaEventTypes.DeviceTrusted, subject, StepUpRule.Refusal, cancellationToken).ConfigureAwait(false);
            return new TrustedDeviceGrant.StepUpRequired();
        }

        var (token, hash) = BearerToken.Create();
        var now = clock.GetUtcNow();
        var device = new TrustedDevice(Guid.NewGuid().ToString("N"), subject, name!.Trim(), now, LastUsedAt: null, now + lifetime);
        await devices.AddAsync(device, hash, cancellationToken).ConfigureAwait(false);
        await announcer.RaiseAsync(MfaEventTypes.DeviceTrusted, subject, refusal: null, cancellationToken, ("device", device.Id)).ConfigureAwait(false);
        return new TrustedDeviceGrant.Granted(token, device);
    }

    /// <summary>Whether a token stands in for a further factor now.</summary>
    internal async ValueTask<bool> IsTrustedAsync(string subject, string? token, CancellationToken cancellationToken)
    {
        if (options.CurrentValue.TrustedDevices.Lifetime <= TimeSpan.Zero || BearerToken.TryHash(token) is not { } hash)
        {
            return false;
        }

        var device = await devices.TryUseAsync(subject, hash, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (device is null)
        {
            return false;
        }

        await announcer.RaiseAsync(MfaEventTypes.DeviceUsed, subject, refusal: null, cancellationToken, ("device", device.Id)).ConfigureAwait(false);
        return true;
    }

    internal ValueTask<IReadOnlyList<TrustedDevice>> ListAsync(string subject, CancellationToken cancellationToken) =>
        devices.ListAsync(subject, clock.GetUtcNow(), cancellationToken);

    internal async ValueTask<bool> RevokeAsync(string subject, string deviceId, CancellationToken cancellationToken)
    {
        var isRevoked = await devices.RemoveAsync(subject, deviceId, CancellationToken.None).ConfigureAwait(false);
        if (isRevoked)
        {
            await announcer.RaiseAsync(MfaEventTypes.DeviceRevoked, subject, refusal: null, cancellationToken, ("device", deviceId)).ConfigureAwait(false);
        }

        return isRevoked;
    }

    internal async ValueTask<int> RevokeAllAsync(string subject, CancellationToken cancellationToken)
    {
        var count = await devices.RemoveAllAsync(subject, CancellationToken.None).ConfigureAwait(false);
        if (count > 0)
        {
            await announcer.RaiseAsync(
                MfaEventTypes.DeviceRevoked, subject, refusal: null, cancellationToken,
                ("count", count.ToString(System.Globalization.CultureInfo.InvariantCulture))).ConfigureAwait(false);
        }

        return count;
    }
}
