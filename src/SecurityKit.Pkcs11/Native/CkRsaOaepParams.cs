using System.Runtime.InteropServices;

namespace SecurityKit.Pkcs11;

/// <summary><c>CK_RSA_PKCS_OAEP_PARAMS</c> of PKCS#11 v2.40.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkRsaOaepParams
{
    internal nuint Hash;
    internal nuint MaskGeneration;
    internal nuint Source;
    internal void* SourceData;
    internal nuint SourceDataLength;
}
