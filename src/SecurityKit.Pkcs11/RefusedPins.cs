using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SecurityKit.Pkcs11;

/// <summary>
/// Which PIN each token has refused, for as long as the process lives: a few wrong ones lock a token, and whoever needs a key would try again and again. Of a PIN only a
/// digest under a key of the process is kept. Thread-safe.
/// </summary>
internal static class RefusedPins
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly ConcurrentDictionary<(string Module, string Token), byte[]> Digests = new();

    internal static void Add(Pkcs11Options options, ReadOnlySpan<byte> pin) => Digests[TokenOf(options)] = HMACSHA256.HashData(Key, pin);

    /// <summary>Whether the token refused this very PIN last.</summary>
    internal static bool Contains(Pkcs11Options options, ReadOnlySpan<byte> pin) =>
        Digests.TryGetValue(TokenOf(options), out var refused) && CryptographicOperations.FixedTimeEquals(refused, HMACSHA256.HashData(Key, pin));

    private static (string Module, string Token) TokenOf(Pkcs11Options options) => (options.ModulePath, options.TokenLabel);
}
