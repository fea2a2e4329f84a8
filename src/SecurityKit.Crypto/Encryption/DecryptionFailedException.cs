namespace SecurityKit.Crypto;

/// <summary>Data did not decrypt. Why is deliberately not told: the host's log and metrics know, the caller does not.</summary>
public sealed class DecryptionFailedException : SecurityKitException
{
    /// <summary>Creates the exception.</summary>
    public DecryptionFailedException()
        : base("The data could not be decrypted.")
    {
    }
}
