namespace SecurityKit.Crypto;

/// <summary>The byte strings that go into one Argon2 computation (RFC 9106, section 3.1).</summary>
internal readonly ref struct Argon2Inputs
{
    internal required ReadOnlySpan<byte> Password { get; init; }

    internal required ReadOnlySpan<byte> Salt { get; init; }

    internal ReadOnlySpan<byte> Secret { get; init; }

    internal ReadOnlySpan<byte> AssociatedData { get; init; }
}
