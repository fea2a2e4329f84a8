using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>A password as UTF-8 in a pinned array, so that the collector leaves no copies behind; wiped on disposal.</summary>
internal sealed class PasswordBytes : IDisposable
{
    private readonly byte[] _bytes;
    private readonly int _length;

    internal PasswordBytes(string password)
    {
        IsWellFormed = HasOnlyPairedSurrogates(password);
        _bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetMaxByteCount(password.Length), pinned: true);
        _length = Encoding.UTF8.GetBytes(password, _bytes);
    }

    /// <summary>Whether the text was valid Unicode. What is not becomes replacement characters here and must never be stored or match.</summary>
    internal bool IsWellFormed { get; }

    internal ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    private static bool HasOnlyPairedSurrogates(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }
}
