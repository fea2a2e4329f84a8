using System.Text;

namespace SecurityKit.Crypto;

/// <summary>
/// What a subject is called in the key store and the ledger: a keyed hash that does not rotate, so that a tombstone recognises its subject for good and
/// does not name it.
/// </summary>
internal sealed class SubjectHandles(IKeyedHasher hasher)
{
    internal const int MaxSubjectLength = 256;
    internal const int HandleLength = 64;

    private const string Purpose = "subjects.handle";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static void Check(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        if (subject.Length > MaxSubjectLength)
        {
            throw new ArgumentException($"A subject has at most {MaxSubjectLength} characters.", nameof(subject));
        }
    }

    /// <exception cref="ArgumentException">The subject is empty, too long, or no valid Unicode.</exception>
    internal string Of(string subject)
    {
        Check(subject);
        return Convert.ToHexStringLower(hasher.Index(Purpose, StrictUtf8.GetBytes(subject)));
    }
}
