namespace SecurityKit.Crypto;

/// <summary>The three functions of RFC 9106, section 3.1; the values are the 'y' of the algorithm.</summary>
internal enum Argon2Variant
{
    Argon2d = 0,
    Argon2i = 1,
    Argon2id = 2,
}
