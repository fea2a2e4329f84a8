namespace SecurityKit.Pkcs11;

/// <summary>Which key on which token wraps the data keys.</summary>
public sealed class Pkcs11Options
{
    /// <summary>The vendor's PKCS#11 library: a path, or a name that the system's loader finds.</summary>
    public string ModulePath { get; set; } = string.Empty;

    /// <summary>The token's label (<c>CKA_LABEL</c> of the token), 1 to 32 characters.</summary>
    public string TokenLabel { get; set; } = string.Empty;

    /// <summary>What the token does with the key.</summary>
    /// <value>Default: <see cref="Pkcs11Mechanism.AesGcm"/>.</value>
    public Pkcs11Mechanism Mechanism { get; set; } = Pkcs11Mechanism.AesGcm;

    /// <summary>The hash of <see cref="Pkcs11Mechanism.RsaOaep"/>; of no meaning otherwise.</summary>
    /// <value>Default: <see cref="Pkcs11OaepHash.Sha256"/>.</value>
    public Pkcs11OaepHash OaepHash { get; set; } = Pkcs11OaepHash.Sha256;

    /// <summary>The key's label: an AES key of 32 bytes, or an RSA key of 3072 bits or more, that is sensitive and cannot be extracted; 1 to 64 characters. It is never made here.</summary>
    public string KeyLabel { get; set; } = string.Empty;

    /// <summary>A file with the user's PIN; a line end after it is ignored. Either this or <see cref="PinEnvironmentVariable"/>.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? PinFile { get; set; }

    /// <summary>An environment variable with the user's PIN.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? PinEnvironmentVariable { get; set; }

    /// <summary>The most time one call to the token may take before it counts as not available.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(10);

    internal IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(problems, ModulePath.Length > 0, "ModulePath is empty. Name the token vendor's PKCS#11 library, such as /usr/lib/softhsm/libsofthsm2.so.");
        Require(problems, TokenLabel.Length is >= 1 and <= 32, "TokenLabel has 1 to 32 characters. List the tokens with: pkcs11-tool --module MODULE --list-token-slots");
        Require(problems, KeyLabel.Length is >= 1 and <= 64, "KeyLabel has 1 to 64 characters. List the keys with: pkcs11-tool --module MODULE --token-label TOKEN --login --list-objects");
        Require(problems, Enum.IsDefined(Mechanism) && Enum.IsDefined(OaepHash), "Mechanism is AesGcm, AesKeyWrap or RsaOaep; OaepHash is Sha256 or Sha1.");
        Require(problems, PinFile is null != (PinEnvironmentVariable is null), "Set either PinFile or PinEnvironmentVariable.");
        Require(problems, TimeLimit > TimeSpan.Zero && TimeLimit <= TimeSpan.FromMinutes(5), "TimeLimit is more than zero and at most 5 minutes.");
        return problems;
    }

    private static void Require(List<string> problems, bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add("PKCS#11: " + problem);
        }
    }
}
