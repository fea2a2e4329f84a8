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

    /// <summary>Finds AES keys by label; at most two, so that an ambiguous label shows.</summary>
    internal nuint[] FindAesKeys(nuint session, string label)
    {
        nuint secretKey = Ck.SecretKey, aes = Ck.Aes;
        var text = Encoding.UTF8.GetBytes(label);
        var found = stackalloc nuint[2];
        nuint count;
        fixed (byte* name = text)
        {
            var template = stackalloc CkAttribute[3];
            template[0] = new CkAttribute { Type = Ck.AttributeClass, Value = &secretKey, Length = (nuint)sizeof(nuint) };
            template[1] = new CkAttribute { Type = Ck.AttributeKeyType, Value = &aes, Length = (nuint)sizeof(nuint) };
            template[2] = new CkAttribute { Type = Ck.AttributeLabel, Value = name, Length = (nuint)text.Length };
            Check("C_FindObjectsInit", ((delegate* unmanaged<nuint, CkAttribute*, nuint, nuint>)Function("C_FindObjectsInit"))(session, template, 3));
        }

        var answer = ((delegate* unmanaged<nuint, nuint*, nuint, nuint*, nuint>)Function("C_FindObjects"))(session, found, 2, &count);
        Check("C_FindObjectsFinal", ((delegate* unmanaged<nuint, nuint>)Function("C_FindObjectsFinal"))(session));
        Check("C_FindObjects", answer);
        return new ReadOnlySpan<nuint>(found, (int)count).ToArray();
    }

    /// <summary>Reads one attribute of at most 64 bytes; null where the token does not tell it.</summary>
    internal byte[]? Attribute(nuint session, nuint handle, nuint type)
    {
        const int MaxBytes = 64;
        var buffer = stackalloc byte[MaxBytes];
        var attribute = new CkAttribute { Type = type, Value = buffer, Length = MaxBytes };
        var answer = ((delegate* unmanaged<nuint, nuint, CkAttribute*, nuint, nuint>)Function("C_GetAttributeValue"))(session, handle, &attribute, 1);
        return answer == Ck.Ok && attribute.Length <= MaxBytes ? new ReadOnlySpan<byte>(buffer, (int)attribute.Length).ToArray() : null;
    }

    /// <summary>AES-GCM on the token, with a tag of 16 bytes after the ciphertext.</summary>
    /// <returns>How many bytes of the destination were written.</returns>
    internal int Gcm(nuint session, nuint key, bool encrypt, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var (init, run) = encrypt ? ("C_EncryptInit", "C_Encrypt") : ("C_DecryptInit", "C_Decrypt");
        fixed (byte* iv = nonce, bound = associatedData, from = source, to = destination)
        {
            var gcm = new CkGcmParams
            {
                Iv = iv, IvLength = (nuint)nonce.Length, IvBits = 8 * (nuint)nonce.Length,
                AssociatedData = bound, AssociatedDataLength = (nuint)associatedData.Length, TagBits = 128,
            };
            var mechanism = new CkMechanism { Mechanism = Ck.AesGcm, Parameter = &gcm, ParameterLength = (nuint)sizeof(CkGcmParams) };
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
