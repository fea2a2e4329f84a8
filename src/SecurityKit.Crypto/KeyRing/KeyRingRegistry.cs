using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>The rings of this host by name.</summary>
internal sealed class KeyRingRegistry : IDisposable
{
    private readonly FrozenDictionary<string, KeyRing> _rings;

    public KeyRingRegistry(IOptions<CryptoOptions> options, TimeProvider clock)
    {
        var crypto = options.Value;
        KeyRingDefinition[] definitions =
        [
            new(KeyRingNames.Data, KeyKind.Data, crypto.DataRing),
            new(KeyRingNames.Signing, KeyKind.Signing, crypto.SigningRing, crypto.SigningAlgorithm),
            new(KeyRingNames.Index, KeyKind.Index, new KeyRingOptions()),
            .. crypto.Rings.Select(ring => new KeyRingDefinition(ring.Key, KeyKind.Data, ring.Value)),
        ];
        _rings = definitions.Select(d => new KeyRing(d, clock)).ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);
    }

    internal IEnumerable<KeyRing> All => _rings.Values;

    /// <exception cref="ArgumentException">The host set up no such ring.</exception>
    internal KeyRing Get(string name) => _rings.TryGetValue(name, out var ring)
        ? ring
        : throw new ArgumentException($"There is no key ring '{name}'. Add it with AddCrypto(o => o.AddRing(\"{name}\")).", nameof(name));

    public void Dispose()
    {
        foreach (var ring in _rings.Values)
        {
            ring.Dispose();
        }
    }
}
