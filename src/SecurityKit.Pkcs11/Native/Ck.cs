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

    internal const nuint OsLockingOk = 0x02;
    internal const nuint SerialSession = 0x04;
    internal const nuint User = 1;

    internal const nuint AttributeClass = 0x000;
    internal const nuint AttributeToken = 0x001;
    internal const nuint AttributeLabel = 0x003;
    internal const nuint AttributeKeyType = 0x100;
    internal const nuint AttributeId = 0x102;
    internal const nuint AttributeSensitive = 0x103;
    internal const nuint AttributeValueLength = 0x161;
    internal const nuint AttributeExtractable = 0x162;

    internal const nuint SecretKey = 0x04;
    internal const nuint Aes = 0x1F;
    internal const nuint AesGcm = 0x1087;
}
