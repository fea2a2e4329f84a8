namespace SecurityKit.Crypto;

/// <summary>One way of computing Argon2's compression function G (RFC 9106, section 3.5). All ways give the same result.</summary>
internal unsafe interface IArgon2Kernel
{
    /// <summary>Computes G(previous, reference) into <paramref name="next"/>, or XORs it in (passes after the first, version 0x13).</summary>
    /// <param name="previous">128 words.</param>
    /// <param name="reference">128 words.</param>
    /// <param name="next">128 words; may not overlap the others.</param>
    /// <param name="scratch">128 words of the caller's, 64-byte aligned.</param>
    /// <param name="mix">Whether the old content of <paramref name="next"/> is XORed in.</param>
    static abstract void Compress(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix);
}
