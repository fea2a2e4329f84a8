namespace SecurityKit.Crypto;

/// <summary>
/// One way of computing Argon2's compression function G (RFC 9106, section 3.5); all ways give the same result. In two steps, because the first
/// word of a new block says which block is needed next: known after the first step, it can be on its way from memory during the second.
/// </summary>
internal unsafe interface IArgon2Kernel
{
    /// <summary>Begins G(previous, reference); afterwards the first word of <paramref name="next"/> is final.</summary>
    /// <param name="previous">128 words.</param>
    /// <param name="reference">128 words.</param>
    /// <param name="next">128 words; may not overlap the others.</param>
    /// <param name="scratch">128 words of the caller's, 64-byte aligned; untouched between the two steps.</param>
    /// <param name="mix">Whether the old content of <paramref name="next"/> is XORed in (passes after the first, version 0x13).</param>
    static abstract void Begin(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix);

    /// <summary>Completes what <see cref="Begin"/> began, with the same arguments.</summary>
    /// <param name="previous">128 words.</param>
    /// <param name="reference">128 words.</param>
    /// <param name="next">128 words.</param>
    /// <param name="scratch">128 words.</param>
    /// <param name="mix">As before.</param>
    static abstract void Complete(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix);
}
