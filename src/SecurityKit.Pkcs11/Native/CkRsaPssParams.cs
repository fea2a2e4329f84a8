using System.Runtime.InteropServices;

namespace SecurityKit.Pkcs11;

/// <summary><c>CK_RSA_PKCS_PSS_PARAMS</c> of PKCS#11 v2.40.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CkRsaPssParams
{
    internal nuint Hash;
    internal nuint MaskGeneration;
    internal nuint SaltLength;
}
