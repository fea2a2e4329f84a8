using System.Buffers.Text;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>Tells the kit's own envelopes, binary or as text, from other stored data.</summary>
internal static class StoredForm
{
    /// <summary>The envelope inside stored data, or null where it does not look like one.</summary>
    internal static byte[]? EnvelopeOf(ReadOnlySpan<byte> stored)
    {
        if (IsEnvelope(stored))
        {
            return stored.ToArray();
        }

        if (!Base64Url.IsValid(stored, out var length) || length == 0)
        {
            return null;
        }

        var decoded = Base64Url.DecodeFromUtf8(stored);
        return IsEnvelope(decoded) && stored.SequenceEqual(ToText(decoded)) ? decoded : null;
    }

    /// <summary>The text form, as ASCII.</summary>
    internal static byte[] ToText(ReadOnlySpan<byte> envelope) => Encoding.ASCII.GetBytes(Base64Url.EncodeToString(envelope));

    private static bool IsEnvelope(ReadOnlySpan<byte> data) => EnvelopeFormat.TryReadPrefix(data, out _, out _) is null;
}
