using System.Text.Json;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary>
/// A ring that the store holds and the configuration does not name: a host adds it in code. Missed at a change of the master key it would stay under the former
/// one, and with that everything encrypted under it would be lost.
/// </summary>
/// <param name="Name">The ring's name.</param>
/// <param name="Algorithm">The cipher of its newest key, for the next one.</param>
internal sealed record UnnamedRing(string Name, EncryptionAlgorithm Algorithm)
{
    // How it rotates stands in the host's code. With these bounds the tool neither rotates it by age nor takes a key for expired that the host still reads with.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(730);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(36_525);
    private static readonly string[] Always = [KeyRingNames.Data, KeyRingNames.Signing, KeyRingNames.Index];

    internal static async ValueTask<IReadOnlyList<UnnamedRing>> FindAsync(IKeyRingStore store, CryptoOptions options, CancellationToken cancellationToken)
    {
        var found = new List<UnnamedRing>();
        foreach (var name in (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Except(Always).Except(options.Rings.Keys))
        {
            if (await store.LoadAsync(name, cancellationToken).ConfigureAwait(false) is { } stored)
            {
                found.Add(new UnnamedRing(name, AlgorithmOf(name, stored)));
            }
        }

        return found;
    }

    internal void AddTo(CryptoOptions options) => options.AddRing(Name, ring =>
    {
        ring.Algorithm = Algorithm;
        ring.RotationPeriod = LongestPeriod;
        ring.Grace = LongestGrace;
    });

    /// <summary>A status without what only the host's code knows: when the ring rotates by age, and when its keys end.</summary>
    internal static KeyRingStatus WithoutPlans(KeyRingStatus status) => status with
    {
        UntilRotation = status.Keys.Any(key => key.State == KeyState.Pending) ? status.UntilRotation : null,
        Keys = [.. status.Keys.Select(key => key with { ExpiresAt = null })],
    };

    /// <summary>By the layout of docs/formats.md. A ring that cannot be read is refused when it is opened.</summary>
    private static EncryptionAlgorithm AlgorithmOf(string name, StoredKeyRing stored)
    {
        try
        {
            using var document = JsonDocument.Parse(stored.Content);
            var newest = document.RootElement.GetProperty("keys").EnumerateArray().Last().GetProperty("algorithm").GetString();
            return Enum.Parse<EncryptionAlgorithm>(newest!);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new RefusedException($"The stored key ring '{name}' cannot be read, or is of a version that this tool does not know.");
        }
    }
}
