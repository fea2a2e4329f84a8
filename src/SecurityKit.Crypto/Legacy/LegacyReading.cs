namespace SecurityKit.Crypto;

/// <summary>What reading stored data of either form found.</summary>
/// <param name="Plaintext">The data; the caller wipes it.</param>
/// <param name="Format">The earlier format's name; null when it was the kit's own envelope.</param>
/// <param name="Replacement">What to store in its place: the same data in the kit's envelope, as base64url text in ASCII. Null when nothing is to be done, or nothing can be encrypted at the moment.</param>
public sealed record LegacyReading(byte[] Plaintext, string? Format, byte[]? Replacement)
{
    /// <summary>Shows the format only.</summary>
    /// <returns>A text without data.</returns>
    public override string ToString() => $"LegacyReading {{ Format = {Format ?? "current"} }}";
}
