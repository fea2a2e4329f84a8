namespace SecurityKit.Mfa;

internal sealed class InMemoryTrustedDeviceStore : ITrustedDeviceStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TrustedDevice> _devices = new(StringComparer.Ordinal);

    public ValueTask AddAsync(TrustedDevice device, byte[] tokenHash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(tokenHash);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            RemoveWhere(d => d.Subject == device.Subject && d.ExpiresAt <= device.CreatedAt);
            _devices.Add(Convert.ToHexString(tokenHash), device);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<TrustedDevice?> TryUseAsync(string subject, byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tokenHash);
        cancellationToken.ThrowIfCancellationRequested();
        var key = Convert.ToHexString(tokenHash);
        lock (_gate)
        {
            if (!_devices.TryGetValue(key, out var device) || device.Subject != subject || device.ExpiresAt <= now)
            {
                return ValueTask.FromResult<TrustedDevice?>(null);
            }

            _devices[key] = device = device with { LastUsedAt = now };
            return ValueTask.FromResult<TrustedDevice?>(device);
        }
    }

    public ValueTask<IReadOnlyList<TrustedDevice>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<TrustedDevice>>(
                [.. _devices.Values.Where(d => d.Subject == subject && d.ExpiresAt > now).OrderBy(d => d.CreatedAt)]);
        }
    }

    public ValueTask<bool> RemoveAsync(string subject, string deviceId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(RemoveWhere(d => d.Subject == subject && d.Id == deviceId) > 0);
        }
    }

    public ValueTask<int> RemoveAllAsync(string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(RemoveWhere(d => d.Subject == subject));
        }
    }

    private int RemoveWhere(Func<TrustedDevice, bool> condition)
    {
        var keys = _devices.Where(pair => condition(pair.Value)).Select(pair => pair.Key).ToArray();
        Array.ForEach(keys, key => _devices.Remove(key));
        return keys.Length;
    }
}
