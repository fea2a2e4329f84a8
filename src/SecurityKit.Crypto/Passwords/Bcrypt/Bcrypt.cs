using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999), for verifying what other systems made. Thread-safe: it keeps no state.
/// </summary>
internal static unsafe class Bcrypt
{
    internal const int SaltBytes = 16;
    internal const int TagBytes = 23;
    internal const int MinCost = 4;
    internal const int MaxCost = 31;

    /// <summary>Bytes of a password, its closing NUL included, that take part; the rest has no influence.</summary>
    internal const int MaxKeyBytes = 72;

    private const int Rounds = 16;
    private const int CiphertextEncryptions = 64;
    private const int RoundsBetweenCancellationChecks = 64;

    private static ReadOnlySpan<byte> Plaintext => "OrpheanBeholderScryDoubt"u8;

    internal static void Compute(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int cost, Span<byte> tag, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tag.Length, TagBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, MinCost);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cost, MaxCost);

        Span<byte> key = stackalloc byte[MaxKeyBytes];
        Span<uint> keyWords = stackalloc uint[BlowfishConstants.SubkeyCount];
        Span<uint> saltWords = stackalloc uint[BlowfishConstants.SubkeyCount];
        Span<uint> state = stackalloc uint[BlowfishConstants.WordCount];
        try
        {
            ReadCyclically(WithNul(password, key), keyWords);
            ReadCyclically(salt, saltWords);
            BlowfishConstants.Words.CopyTo(state);
            fixed (uint* s = state)
            {
                ExpandKey(s, keyWords, saltWords);
                var rounds = 1u << cost;
                for (var round = 0u; round < rounds; round++)
                {
                    if (round % RoundsBetweenCancellationChecks == 0)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    ExpandKey(s, keyWords, salt: []);
                    ExpandKey(s, saltWords, salt: []);
                }

                EncryptPlaintext(s, tag);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            keyWords.Clear();
            state.Clear();
        }
    }

    private static ReadOnlySpan<byte> WithNul(ReadOnlySpan<byte> password, Span<byte> buffer)
    {
        var taken = password[..Math.Min(password.Length, MaxKeyBytes)];
        taken.CopyTo(buffer);
        return buffer[..Math.Min(password.Length + 1, MaxKeyBytes)];
    }

    private static void ReadCyclically(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        var at = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var word = 0u;
            for (var j = 0; j < sizeof(uint); j++)
            {
                word = (word << 8) | bytes[at];
                at = (at + 1) % bytes.Length;
            }

            words[i] = word;
        }
    }

    // The salt is mixed in two words at a time, its four words over and over; without one, zeros are.
    private static void ExpandKey(uint* state, ReadOnlySpan<uint> key, ReadOnlySpan<uint> salt)
    {
        for (var i = 0; i < BlowfishConstants.SubkeyCount; i++)
        {
            state[i] ^= key[i];
        }

        uint left = 0, right = 0;
        for (var i = 0; i < BlowfishConstants.WordCount; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= salt[i & 2];
                right ^= salt[(i & 2) + 1];
            }

            Encrypt(state, ref left, ref right);
            state[i] = left;
            state[i + 1] = right;
        }
    }

    private static void EncryptPlaintext(uint* state, Span<byte> tag)
    {
        Span<byte> ciphertext = stackalloc byte[Plaintext.Length];
        for (var block = 0; block < ciphertext.Length; block += 8)
        {
            var left = BinaryPrimitives.ReadUInt32BigEndian(Plaintext[block..]);
            var right = BinaryPrimitives.ReadUInt32BigEndian(Plaintext[(block + 4)..]);
            for (var i = 0; i < CiphertextEncryptions; i++)
            {
                Encrypt(state, ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32BigEndian(ciphertext[block..], left);
            BinaryPrimitives.WriteUInt32BigEndian(ciphertext[(block + 4)..], right);
        }

        // The original implementation drops the last byte, and so does everyone since.
        ciphertext[..TagBytes].CopyTo(tag);
        CryptographicOperations.ZeroMemory(ciphertext);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Encrypt(uint* state, ref uint leftHalf, ref uint rightHalf)
    {
        var boxes = state + BlowfishConstants.SubkeyCount;
        var left = leftHalf ^ state[0];
        var right = rightHalf;
        for (var i = 1; i <= Rounds; i += 2)
        {
            right ^= Substitute(boxes, left) ^ state[i];
            left ^= Substitute(boxes, right) ^ state[i + 1];
        }

        leftHalf = right ^ state[Rounds + 1];
        rightHalf = left;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Substitute(uint* boxes, uint x) =>
        ((boxes[x >> 24] + boxes[BlowfishConstants.SBoxLength + ((x >> 16) & 0xFF)])
            ^ boxes[(2 * BlowfishConstants.SBoxLength) + ((x >> 8) & 0xFF)])
        + boxes[(3 * BlowfishConstants.SBoxLength) + (x & 0xFF)];
}
