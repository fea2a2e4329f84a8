namespace SecurityKit.Crypto;

/// <summary>How one ring rotates.</summary>
public sealed class KeyRingOptions
{
    /// <summary>The cipher of keys made from now on; older keys keep theirs. Of no meaning for signing keys.</summary>
    /// <value>Default: <see cref="EncryptionAlgorithm.Aes256Gcm"/>.</value>
    public EncryptionAlgorithm Algorithm { get; set; } = EncryptionAlgorithm.Aes256Gcm;

    /// <summary>How long a key is active before the next one takes over; 1 hour to 2 years.</summary>
    /// <value>Default: 30 days.</value>
    public TimeSpan RotationPeriod { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long before its use the next key is made, so that every node knows it by then; at least <see cref="CryptoOptions.PropagationDelay"/>, less than <see cref="RotationPeriod"/>.</summary>
    /// <value>Default: 24 hours.</value>
    public TimeSpan AnnounceAhead { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a key that was superseded still decrypts or verifies; 1 hour to 100 years.</summary>
    /// <value>Default: 60 days; 7 days for the signing ring.</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(60);

    /// <summary>
    /// How many messages one key encrypts at most, over all nodes; 1,024 to 2^32. The next key is made at half of it. Nodes set messages aside in
    /// blocks of a 1,024th and more, so the count errs on the safe side. Of no meaning for XAES-256-GCM.
    /// </summary>
    /// <value>Default: 2^32, the bound of NIST SP 800-38D for random 96-bit nonces.</value>
    public long MaxMessagesPerKey { get; set; } = 1L << 32;
}
