using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SecurityKit.Pkcs11;

/// <summary>A signed-in session and the handle of the one key it uses. For one thread at a time.</summary>
internal sealed class Pkcs11KeySession : IDisposable
{
    private const int KeyBytes = 32;
    private const int MinModulusBytes = 384;

    private readonly Pkcs11Module _module;
    private readonly nuint _session;
    private readonly nuint _key;

    private Pkcs11KeySession(Pkcs11Module module, nuint session, nuint key, string kekId) =>
        (_module, _session, _key, KekId) = (module, session, key, kekId);

    internal string KekId { get; }

    internal static Pkcs11KeySession Open(Pkcs11Options options)
    {
        Pkcs11Module module;
        try
        {
            module = Pkcs11Module.Load(options.ModulePath);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new SecurityKitConfigurationException([$"PKCS#11: the module {options.ModulePath} cannot be loaded ({exception.GetType().Name}). Install the token vendor's library and name its file."]);
        }

        if (module.FindToken(options.TokenLabel) is not var (slot, serial))
        {
            throw new SecurityKitConfigurationException([$"PKCS#11: there is no token '{options.TokenLabel}' in {options.ModulePath}."]);
        }

        var session = module.OpenSession(slot);
        try
        {
            SignIn(module, session, options);
            var key = FindKey(module, session, options);
            var id = module.Attribute(session, key, Ck.AttributeId) ?? [];
            return new Pkcs11KeySession(
                module, session, key, $"pkcs11:{options.TokenLabel}:{serial}:{options.KeyLabel}:{Convert.ToHexStringLower(id)}");
        }
        catch
        {
            module.CloseSession(session);
            throw;
        }
    }

    internal int Gcm(bool encrypt, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> source, Span<byte> destination) =>
        _module.Gcm(_session, _key, encrypt, nonce, associatedData, source, destination);

    /// <summary>Makes a key in the session, wraps it and reads it; the session forgets it.</summary>
    internal (byte[] FreshKey, byte[] Wrapped) WrapFreshKey()
    {
        var handle = _module.GenerateFreshKey(_session);
        try
        {
            return (Value(handle), _module.WrapKey(_session, _key, handle));
        }
        finally
        {
            _module.DestroyObject(_session, handle);
        }
    }

    internal byte[] UnwrapFreshKey(ReadOnlySpan<byte> wrapped)
    {
        var handle = _module.UnwrapKey(_session, _key, wrapped);
        try
        {
            return Value(handle);
        }
        finally
        {
            _module.DestroyObject(_session, handle);
        }
    }

    internal RSA PublicKey() => RSA.Create(new RSAParameters
    {
        Modulus = _module.Attribute(_session, _key, Ck.AttributeModulus),
        Exponent = _module.Attribute(_session, _key, Ck.AttributePublicExponent),
    });

    internal byte[] SignPss(ReadOnlySpan<byte> data, int modulusBytes)
    {
        var signature = new byte[modulusBytes];
        return _module.SignPss(_session, _key, data, signature) == modulusBytes ? signature : throw new StoreUnavailableException(Pkcs11KeyWrapper.StoreName);
    }

    internal byte[] DecryptOaep(ReadOnlySpan<byte> source, Pkcs11OaepHash hash)
    {
        var buffer = GC.AllocateArray<byte>(source.Length, pinned: true);
        try
        {
            return buffer[.._module.DecryptOaep(_session, _key, hash == Pkcs11OaepHash.Sha1, source, buffer)];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    public void Dispose() => _module.CloseSession(_session);

    private static void SignIn(Pkcs11Module module, nuint session, Pkcs11Options options)
    {
        TokenPin.Use(options, pin =>
        {
            if (RefusedPins.Contains(options, pin))
            {
                throw new SecurityKitConfigurationException(
                    [$"PKCS#11: the token '{options.TokenLabel}' did not accept this PIN before, and it is not tried again: a few wrong ones lock a token. Correct it, or restart the host where the token has changed."]);
            }

            SignIn(module, session, options, pin);
            return true;
        });
    }

    private static void SignIn(Pkcs11Module module, nuint session, Pkcs11Options options, byte[] pin)
    {
        try
        {
            module.Login(session, pin);
        }
        catch (Pkcs11Exception exception) when (exception.Code is Ck.PinIncorrect or Ck.PinLocked)
        {
            RefusedPins.Add(options, pin);
            throw new SecurityKitConfigurationException([$"PKCS#11: the token '{options.TokenLabel}' does not accept the PIN{(exception.Code == Ck.PinLocked ? ", and is locked" : string.Empty)}."]);
        }
    }

    private byte[] Value(nuint handle) =>
        _module.Attribute(_session, handle, Ck.AttributeValue) ?? throw new StoreUnavailableException(Pkcs11KeyWrapper.StoreName);

    private static nuint FindKey(Pkcs11Module module, nuint session, Pkcs11Options options)
    {
        var isRsa = options.Mechanism == Pkcs11Mechanism.RsaOaep;
        var keys = isRsa ? module.FindKeys(session, Ck.PrivateKey, Ck.Rsa, options.KeyLabel) : module.FindKeys(session, Ck.SecretKey, Ck.Aes, options.KeyLabel);
        if (keys.Length != 1)
        {
            throw new SecurityKitConfigurationException(
            [
                keys.Length == 0
                    ? $"PKCS#11: there is no {(isRsa ? "RSA private" : "AES")} key '{options.KeyLabel}' on the token '{options.TokenLabel}'. Make one: {HowToMake(options)}"
                    : $"PKCS#11: there is more than one {(isRsa ? "RSA private" : "AES")} key '{options.KeyLabel}' on the token '{options.TokenLabel}'. Give each a label of its own.",
            ]);
        }

        var key = keys[0];
        var isFit = IsTrue(module.Attribute(session, key, Ck.AttributeToken))
            && IsTrue(module.Attribute(session, key, Ck.AttributeSensitive))
            && IsFalse(module.Attribute(session, key, Ck.AttributeExtractable))
            && (isRsa ? HasLongModulus(module, session, key) : HasKeyLength(module, session, key));
        return isFit
            ? key
            : throw new SecurityKitConfigurationException([$"PKCS#11: the key '{options.KeyLabel}' is not {(isRsa ? "an RSA key of 3072 bits or more" : "an AES key of 32 bytes")} that stays on its token (CKA_TOKEN, CKA_SENSITIVE, not CKA_EXTRACTABLE). Make one that is; this one may have been copied."]);
    }

    private static string HowToMake(Pkcs11Options options) =>
        $"pkcs11-tool --module {options.ModulePath} --token-label {options.TokenLabel} --login " + (options.Mechanism switch
        {
            Pkcs11Mechanism.RsaOaep => $"--keypairgen --key-type rsa:3072 --label {options.KeyLabel} --id 01 --usage-decrypt --usage-sign",
            Pkcs11Mechanism.AesKeyWrap => $"--keygen --key-type AES:32 --label {options.KeyLabel} --id 01 --sensitive --usage-wrap",
            _ => $"--keygen --key-type AES:32 --label {options.KeyLabel} --id 01 --sensitive",
        });

    private static bool HasKeyLength(Pkcs11Module module, nuint session, nuint key) =>
        module.Attribute(session, key, Ck.AttributeValueLength) is { } length && MemoryMarshal.Read<nuint>(length) == KeyBytes;

    private static bool HasLongModulus(Pkcs11Module module, nuint session, nuint key) =>
        module.Attribute(session, key, Ck.AttributeModulus) is { Length: >= MinModulusBytes };

    private static bool IsTrue(byte[]? attribute) => attribute is [not 0];

    private static bool IsFalse(byte[]? attribute) => attribute is [0];
}
