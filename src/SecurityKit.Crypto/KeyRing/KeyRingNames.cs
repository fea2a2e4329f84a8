namespace SecurityKit.Crypto;

/// <summary>The kit's own rings.</summary>
public static class KeyRingNames
{
    /// <summary>The data keys of <see cref="IEncryptor"/> and <see cref="IKeyedHasher.Hash"/>.</summary>
    public const string Data = "data";

    /// <summary>The keys of <see cref="ISigningKeyRing"/>.</summary>
    public const string Signing = "signing";

    /// <summary>The key of <see cref="IKeyedHasher.Index"/>.</summary>
    public const string Index = "index";

    /// <summary>The keys that wrap the keys of subjects, in hosts that call <c>AddSubjectEncryption</c>.</summary>
    public const string Subjects = "subjects";

    /// <summary>The keys that seal the keys of ASP.NET Core's Data Protection, in hosts that call <c>ProtectKeysWithSecurityKit</c> of SecurityKit.AspNetCore.</summary>
    public const string DataProtection = "data-protection";
}
