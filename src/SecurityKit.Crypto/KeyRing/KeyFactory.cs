using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>Makes keys, wraps them for the store and unwraps them from it.</summary>
internal static class KeyFactory
{
    /// <summary>Makes a key and wraps it under the present KEK.</summary>
    internal static async ValueTask<KeyRecord> CreateAsync(
        KeyRingDefinition ring, int version, RotationStep step, IKeyWrapper wrapper, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var record = new KeyRecord
        {
            Id = KeyId.New().ToString(),
            Version = version,
            Algorithm = ring.AlgorithmName,
            CreatedAt = now.ToUniversalTime(),
            ActivatesAt = step.ActivatesAt.ToUniversalTime(),
            Reason = step.Reason,
        };
        var key = NewKey(ring);
        try
        {
            return await WrapAsync(ring, record, key, wrapper, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Wraps a key that is known already under another KEK.</summary>
    internal static async ValueTask<KeyRecord> RewrapAsync(
        KeyRingDefinition ring, KeyRecord record, KeyWrapperSet wrappers, CancellationToken cancellationToken)
    {
        var key = await UnwrapBytesAsync(ring, record, wrappers, cancellationToken).ConfigureAwait(false);
        try
        {
            return await WrapAsync(ring, record, key, wrappers.Present, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <exception cref="KeyUnwrapException">No configured KEK unwraps it.</exception>
    internal static async ValueTask<RingKey> UnwrapAsync(
        KeyRingDefinition ring, KeyRecord record, KeyWrapperSet wrappers, Action<KeyId> whenBudgetLow, CancellationToken cancellationToken)
    {
        var key = await UnwrapBytesAsync(ring, record, wrappers, cancellationToken).ConfigureAwait(false);
        try
        {
            return ring.Kind == KeyKind.Signing ? PrivateSigningKey.Open(record, key) : OpenData(ring, record, key, whenBudgetLow);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] NewKey(KeyRingDefinition ring)
    {
        if (ring.Kind == KeyKind.Signing)
        {
            return PrivateSigningKey.New(ring.SigningAlgorithm);
        }

        var key = GC.AllocateArray<byte>(Aead.KeySizeBytes, pinned: true);
        RandomNumberGenerator.Fill(key);
        return key;
    }

    private static async ValueTask<KeyRecord> WrapAsync(
        KeyRingDefinition ring, KeyRecord record, byte[] key, IKeyWrapper wrapper, CancellationToken cancellationToken)
    {
        var wrapped = await wrapper.WrapAsync(key, Place(ring, record), cancellationToken).ConfigureAwait(false);
        return record with { KekId = wrapper.KekId, Wrapped = wrapped };
    }

    private static async ValueTask<byte[]> UnwrapBytesAsync(
        KeyRingDefinition ring, KeyRecord record, KeyWrapperSet wrappers, CancellationToken cancellationToken)
    {
        if (record.Wrapped is null || record.KekId is null)
        {
            throw new KeyUnwrapException($"The key {record.Id} of the ring '{ring.Name}' is stored without its wrapped bytes.");
        }

        var wrapper = wrappers.Find(record.KekId) ?? throw new KeyUnwrapException(
            $"The key {record.Id} of the ring '{ring.Name}' was wrapped by the master key '{record.KekId}', and the one configured is '{wrappers.Present.KekId}'. "
            + "Configure the master key it was wrapped by; to change master keys, configure the new one and add the former one "
            + "with FormerMasterKeyFiles or FormerMasterKeyEnvironmentVariables.");
        return await wrapper.UnwrapAsync(record.Wrapped, Place(ring, record), cancellationToken).ConfigureAwait(false);
    }

    private static RingKey OpenData(KeyRingDefinition ring, KeyRecord record, byte[] key, Action<KeyId> whenBudgetLow)
    {
        var algorithm = EncryptionAlgorithm.None;
        if (ring.Kind == KeyKind.Data && !(Enum.TryParse(record.Algorithm, out algorithm) && Aead.IsKnown(algorithm)))
        {
            throw new KeyUnwrapException($"The key {record.Id} of the ring '{ring.Name}' is for an algorithm this version does not have.");
        }

        var id = record.KeyId;
        var budget = ring.CountsMessages && RotationRule.IsCounted(record) ? new MessageBudget(() => whenBudgetLow(id)) : MessageBudget.Unlimited();
        return new RingKey(id, new DataKey(id, algorithm, key), budget);
    }

    /// <summary>What a wrapped key is bound to: it unwraps in its own place only, and cannot be made younger or be used with another algorithm.</summary>
    private static byte[] Place(KeyRingDefinition ring, KeyRecord record) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"SecurityKit key v1\n{ring.Name}\n{ring.Kind}\n{record.Id}\n{record.Version}\n{record.Algorithm}\n{record.CreatedAt.UtcTicks}"));
}
