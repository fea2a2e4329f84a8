namespace SecurityKit.Crypto;

/// <summary>What was tried around an erasure. Every number was counted, none is assumed.</summary>
/// <param name="CheckedAt">When the last try ended, UTC.</param>
/// <param name="ProbesReadBefore">Probes, one for each key that unwrapped, that were encrypted and read back before the keys were destroyed.</param>
/// <param name="ProbesRefusedAfter">How many of these the ordinary decryption refused afterwards.</param>
/// <param name="IsKeyGoneFromStore">Whether the store, asked again afterwards, holds no key of the subject.</param>
public sealed record ErasureProof(DateTimeOffset CheckedAt, int ProbesReadBefore, int ProbesRefusedAfter, bool IsKeyGoneFromStore)
{
    /// <summary>Whether the store holds no key and every probe that could be read before was refused after.</summary>
    public bool Holds => IsKeyGoneFromStore && ProbesRefusedAfter == ProbesReadBefore;
}
