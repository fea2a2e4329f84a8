using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>
/// Makes recovery codes and their hashes. A code has 120 random bits in 24 characters without look-alikes, in six groups of four.
/// That is above the 112 bits from which OWASP ASVS 6.5.2 asks for no slow hash; the hash is keyed nevertheless, and bound to the subject.
/// </summary>
internal static class RecoveryCodes
{
    internal const int Count = 10;
    private const int CodeBytes = 15;
    private const int CodeCharacters = 24;
    private const int GroupCharacters = 4;
    private const int MaxInputCharacters = 64;
    private const string Purpose = "mfa.recovery_code";

    internal static string[] Create()
    {
        Span<byte> random = stackalloc byte[CodeBytes];
        var codes = new string[Count];
        for (var i = 0; i < Count; i++)
        {
            RandomNumberGenerator.Fill(random);
            codes[i] = Group(Base32.Encode(random, Base32.HumanAlphabet));
        }

        CryptographicOperations.ZeroMemory(random);
        return codes;
    }

    internal static byte[][] Hash(IKeyedHasher hasher, string subject, IEnumerable<string> codes) =>
        [.. codes.Select(code => Hash(hasher, subject, Normalize(code)!))];

    /// <summary>The look-up hash of a normalised code. Length first, so that subject and code cannot run into each other.</summary>
    internal static byte[] Hash(IKeyedHasher hasher, string subject, string normalizedCode) =>
        hasher.Index(Purpose, Encoding.UTF8.GetBytes($"{subject.Length}:{subject}{normalizedCode}"));

    /// <summary>Upper case, without separators, look-alikes resolved; null when it cannot be a code.</summary>
    internal static string? Normalize(string? input)
    {
        if (input is null || input.Length > MaxInputCharacters)
        {
            return null;
        }

        Span<char> kept = stackalloc char[CodeCharacters];
        var count = 0;
        foreach (var character in input)
        {
            if (character is ' ' or '-')
            {
                continue;
            }

            var plain = char.ToUpperInvariant(character) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                var other => other,
            };
            if (count == CodeCharacters || !Base32.HumanAlphabet.Contains(plain, StringComparison.Ordinal))
            {
                return null;
            }

            kept[count++] = plain;
        }

        return count == CodeCharacters ? new string(kept) : null;
    }

    private static string Group(string code) => string.Join(
        '-', Enumerable.Range(0, CodeCharacters / GroupCharacters).Select(i => code.Substring(i * GroupCharacters, GroupCharacters)));
}
