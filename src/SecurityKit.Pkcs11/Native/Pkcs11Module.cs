using System.Runtime.InteropServices;
using System.Text;

namespace SecurityKit.Pkcs11;

/// <summary>
/// A vendor's PKCS#11 library, loaded and initialised for use by several threads. Stays so until the process ends, since others may use it too.
/// The calls are thread-safe; a session may serve one thread at a time.
/// </summary>
internal sealed unsafe class Pkcs11Module
{
    private const int TokenInfoBytes = 512;
    private const int TokenLabelBytes = 32;
    private const int TokenSerialAt = 80;
    private const int TokenSerialBytes = 16;
    private const int FreshKeyBytes = 32;
    private const int FreshKeyAttributes = 5;

    private readonly nint _library;

    private Pkcs11Module(nint library) => _library = library;

    internal static Pkcs11Module Load(string path)
    {
        var module = new Pkcs11Module(NativeLibrary.Load(path));
        var arguments = new CkInitializeArgs { Flags = Ck.OsLockingOk };
        var answer = ((delegate* unmanaged<CkInitializeArgs*, nuint>)module.Function("C_Initialize"))(&arguments);
        return answer is Ck.Ok or Ck.AlreadyInitialized ? module : throw new Pkcs11Exception("C_Initialize", answer);
    }

    /// <summary>Finds the slot of a token by its label.</summary>
    /// <returns>Slot and serial number, or null.</returns>
    internal (nuint Slot, string Serial)? FindToken(string label)
    {
        var listSlots = (delegate* unmanaged<byte, nuint*, nuint*, nuint>)Function("C_GetSlotList");
        nuint count;
        Check("C_GetSlotList", listSlots(1, null, &count));
        var slots = new nuint[(int)count + 1];
        fixed (nuint* first = slots)
        {
            Check("C_GetSlotList", listSlots(1, first, &count));
        }

        var info = stackalloc byte[TokenInfoBytes];
        for (var i = 0; i < (int)count; i++)
        {
            var answer = ((delegate* unmanaged<nuint, byte*, nuint>)Function("C_GetTokenInfo"))(slots[i], info);
            if (answer == Ck.Ok && Text(info, TokenLabelBytes) == label)
            {
                return (slots[i], Text(info + TokenSerialAt, TokenSerialBytes));
            }
        }

        return null;
    }

    internal nuint OpenSession(nuint slot)
    {
        nuint session;
        Check("C_OpenSession", ((delegate* unmanaged<nuint, nuint, void*, void*, nuint*, nuint>)Function("C_OpenSession"))(slot, Ck.SerialSession, null, null, &session));
        return session;
    }

    internal void CloseSession(nuint session) => ((delegate* unmanaged<nuint, nuint>)Function("C_CloseSession"))(session);

    internal void Login(nuint session, ReadOnlySpan<byte> pin)
    {
        fixed (byte* bytes = pin)
        {
            var answer = ((delegate* unmanaged<nuint, nuint, byte*, nuint, nuint>)Function("C_Login"))(session, Ck.User, bytes, (nuint)pin.Length);
            if (answer != Ck.UserAlreadyLoggedIn)
            {
                Check("C_Login", answer);
            }
        }
    }

    /// <summary>Finds keys by class, type and label; at most two, so that an ambiguous label shows.</summary>
    internal nuint[] FindKeys(nuint session, nuint keyClass, nuint keyType, string label)
    {
        var text = Encoding.UTF8.GetBytes(label);
        var found = stackalloc nuint[2];
        nuint count;
        fixed (byte* name = text)
        {
            var template = stackalloc CkAttribute[3];
            template[0] = new CkAttribute { Type = Ck.AttributeClass, Value = &keyClass, Length = (nuint)sizeof(nuint) };
            template[1] = new CkAttribute { Type = Ck.AttributeKeyType, Value = &keyType, Length = (nuint)sizeof(nuint) };
            template[2] = new CkAttribute { Type = Ck.AttributeLabel, Value = name, Length = (nuint)text.Length };
            Check("C_FindObjectsInit", ((delegate* unmanaged<nuint, CkAttribute*, nuint, nuint>)Function("C_FindObjectsInit"))(session, template, 3));
        }

        var answer = ((delegate* unmanaged<nuint, nuint*, nuint, nuint*, nuint>)Function("C_FindObjects"))(session, found, 2, &count);
        Check("C_FindObjectsFinal", ((delegate* unmanaged<nuint, nuint>)Function("C_FindObjectsFinal"))(session));
        Check("C_FindObjects", answer);
        return new ReadOnlySpan<nuint>(found, (int)count).ToArray();
    }

    /// <summary>Reads one attribute of at most 1,024 bytes; null where the token does not tell it.</summary>
    internal byte[]? Attribute(nuint session, nuint handle, nuint type)
    {
        const int MaxBytes = 1024;
        var buffer = stackalloc byte[MaxBytes];
        var attribute = new CkAttribute { Type = type, Value = buffer, Length = MaxBytes };
        var answer = ((delegate* unmanaged<nuint, nuint, CkAttribute*, nuint, nuint>)Function("C_GetAttributeValue"))(session, handle, &attribute, 1);
        var value = answer == Ck.Ok && attribute.Length <= MaxBytes ? new ReadOnlySpan<byte>(buffer, (int)attribute.Length).ToArray() : null;
        NativeMemory.Clear(buffer, MaxBytes);
        return value;
    }

    /// <summary>AES-GCM on the token, with a tag of 16 bytes after the ciphertext.</summary>
    /// <returns>How many bytes of the destination were written.</returns>
    internal int Gcm(nuint session, nuint key, bool encrypt, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* iv = nonce, bound = associatedData)
        {
            var gcm = new CkGcmParams
            {
                Iv = iv, IvLength = (nuint)nonce.Length, IvBits = 8 * (nuint)nonce.Length,
                AssociatedData = bound, AssociatedDataLength = (nuint)associatedData.Length, TagBits = 128,
            };
            var mechanism = new CkMechanism { Mechanism = Ck.AesGcm, Parameter = &gcm, ParameterLength = (nuint)sizeof(CkGcmParams) };
            return encrypt
                ? Process("C_EncryptInit", "C_Encrypt", session, key, mechanism, source, destination)
                : Process("C_DecryptInit", "C_Decrypt", session, key, mechanism, source, destination);
        }
    }

    /// <summary>RSA-OAEP decryption on the token, without a label.</summary>
    /// <returns>How many bytes of the destination were written.</returns>
    internal int DecryptOaep(nuint session, nuint key, bool isSha1, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var oaep = new CkRsaOaepParams
        {
            Hash = isSha1 ? Ck.Sha1 : Ck.Sha256, MaskGeneration = isSha1 ? Ck.MaskBySha1 : Ck.MaskBySha256, Source = Ck.DataSpecified,
        };
        var mechanism = new CkMechanism { Mechanism = Ck.RsaOaep, Parameter = &oaep, ParameterLength = (nuint)sizeof(CkRsaOaepParams) };
        return Process("C_DecryptInit", "C_Decrypt", session, key, mechanism, source, destination);
    }

    /// <summary>RSA-PSS with SHA-256 on the token, over data of any length.</summary>
    /// <returns>How many bytes of the destination were written.</returns>
    internal int SignPss(nuint session, nuint key, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var pss = new CkRsaPssParams { Hash = Ck.Sha256, MaskGeneration = Ck.MaskBySha256, SaltLength = 32 };
        var mechanism = new CkMechanism { Mechanism = Ck.Sha256RsaPss, Parameter = &pss, ParameterLength = (nuint)sizeof(CkRsaPssParams) };
        return Process("C_SignInit", "C_Sign", session, key, mechanism, source, destination);
    }

    /// <summary>Makes an AES key of 32 bytes that lives in the session and can be read, to be wrapped.</summary>
    internal nuint GenerateFreshKey(nuint session)
    {
        nuint length = FreshKeyBytes;
        var attributes = stackalloc CkAttribute[FreshKeyAttributes + 1];
        byte yes = 1, no = 0;
        nuint secretKey = Ck.SecretKey, aes = Ck.Aes;
        DescribeFreshKey(attributes, &secretKey, &aes, &yes, &no);
        attributes[FreshKeyAttributes] = new CkAttribute { Type = Ck.AttributeValueLength, Value = &length, Length = (nuint)sizeof(nuint) };
        var mechanism = new CkMechanism { Mechanism = Ck.AesKeyGeneration };
        nuint handle;
        Check("C_GenerateKey", ((delegate* unmanaged<nuint, CkMechanism*, CkAttribute*, nuint, nuint*, nuint>)Function("C_GenerateKey"))(
            session, &mechanism, attributes, FreshKeyAttributes + 1, &handle));
        return handle;
    }

    internal byte[] WrapKey(nuint session, nuint wrappingKey, nuint key)
    {
        const int MaxBytes = 64;
        var buffer = stackalloc byte[MaxBytes];
        nuint length = MaxBytes;
        var mechanism = new CkMechanism { Mechanism = Ck.AesKeyWrap };
        Check("C_WrapKey", ((delegate* unmanaged<nuint, CkMechanism*, nuint, nuint, byte*, nuint*, nuint>)Function("C_WrapKey"))(
            session, &mechanism, wrappingKey, key, buffer, &length));
        return new ReadOnlySpan<byte>(buffer, (int)length).ToArray();
    }

    /// <summary>Unwraps into a key that lives in the session and can be read.</summary>
    internal nuint UnwrapKey(nuint session, nuint wrappingKey, ReadOnlySpan<byte> wrapped)
    {
        var attributes = stackalloc CkAttribute[FreshKeyAttributes];
        byte yes = 1, no = 0;
        nuint secretKey = Ck.SecretKey, aes = Ck.Aes;
        DescribeFreshKey(attributes, &secretKey, &aes, &yes, &no);
        var mechanism = new CkMechanism { Mechanism = Ck.AesKeyWrap };
        nuint handle;
        fixed (byte* bytes = wrapped)
        {
            Check("C_UnwrapKey", ((delegate* unmanaged<nuint, CkMechanism*, nuint, byte*, nuint, CkAttribute*, nuint, nuint*, nuint>)Function("C_UnwrapKey"))(
                session, &mechanism, wrappingKey, bytes, (nuint)wrapped.Length, attributes, FreshKeyAttributes, &handle));
        }

        return handle;
    }

    internal void DestroyObject(nuint session, nuint handle) => ((delegate* unmanaged<nuint, nuint, nuint>)Function("C_DestroyObject"))(session, handle);

    private static void DescribeFreshKey(CkAttribute* attributes, nuint* secretKey, nuint* aes, byte* yes, byte* no)
    {
        attributes[0] = new CkAttribute { Type = Ck.AttributeClass, Value = secretKey, Length = (nuint)sizeof(nuint) };
        attributes[1] = new CkAttribute { Type = Ck.AttributeKeyType, Value = aes, Length = (nuint)sizeof(nuint) };
        attributes[2] = new CkAttribute { Type = Ck.AttributeToken, Value = no, Length = 1 };
        attributes[3] = new CkAttribute { Type = Ck.AttributeSensitive, Value = no, Length = 1 };
        attributes[4] = new CkAttribute { Type = Ck.AttributeExtractable, Value = yes, Length = 1 };
    }

    private int Process(
        string init, string run, nuint session, nuint key, CkMechanism mechanism, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source, to = destination)
        {
            Check(init, ((delegate* unmanaged<nuint, CkMechanism*, nuint, nuint>)Function(init))(session, &mechanism, key));
            var length = (nuint)destination.Length;
            Check(run, ((delegate* unmanaged<nuint, byte*, nuint, byte*, nuint*, nuint>)Function(run))(session, from, (nuint)source.Length, to, &length));
            return (int)length;
        }
    }

    private static void Check(string function, nuint answer)
    {
        if (answer != Ck.Ok)
        {
            throw new Pkcs11Exception(function, answer);
        }
    }

    // Fixed length, padded with spaces.
    private static string Text(byte* bytes, int length) => Encoding.UTF8.GetString(bytes, length).TrimEnd(' ', '\0');

    private void* Function(string name) => (void*)NativeLibrary.GetExport(_library, name);
}
