namespace SecurityKit.Pkcs11;

/// <summary>The constants of PKCS#11 v2.40 that are used here.</summary>
internal static class Ck
{
    internal const nuint Ok = 0x00;
    internal const nuint AlreadyInitialized = 0x191;
    internal const nuint PinIncorrect = 0xA0;
    internal const nuint PinLocked = 0xA4;
    internal const nuint UserAlreadyLoggedIn = 0x100;
    internal const nuint EncryptedDataInvalid = 0x40;
    internal const nuint EncryptedDataLengthRange = 0x41;
    internal const nuint GeneralError = 0x05;
    internal const nuint SignatureInvalid = 0xC0;
    internal const nuint WrappedKeyInvalid = 0x110;
    internal const nuint WrappedKeyLengthRange = 0x112;

    internal const nuint OsLockingOk = 0x02;
    internal const nuint SerialSession = 0x04;
    internal const nuint User = 1;

    internal const nuint AttributeClass = 0x000;
    internal const nuint AttributeToken = 0x001;
    internal const nuint AttributeLabel = 0x003;
    internal const nuint AttributeValue = 0x011;
    internal const nuint AttributeKeyType = 0x100;
    internal const nuint AttributeId = 0x102;
    internal const nuint AttributeSensitive = 0x103;
    internal const nuint AttributeModulus = 0x120;
    internal const nuint AttributePublicExponent = 0x122;
    internal const nuint AttributeValueLength = 0x161;
    internal const nuint AttributeExtractable = 0x162;

    internal const nuint PrivateKey = 0x03;
    internal const nuint SecretKey = 0x04;
    internal const nuint Rsa = 0x00;
    internal const nuint Aes = 0x1F;

    internal const nuint RsaOaep = 0x09;
    internal const nuint Sha256RsaPss = 0x43;
    internal const nuint Sha1 = 0x220;
    internal const nuint Sha256 = 0x250;
    internal const nuint AesKeyGeneration = 0x1080;
    internal const nuint AesGcm = 0x1087;
    internal const nuint AesKeyWrap = 0x2109;

    internal const nuint MaskBySha1 = 1;
    internal const nuint MaskBySha256 = 2;
    internal const nuint DataSpecified = 1;
}
