using System.Runtime.InteropServices;

namespace SecurityKit.Pkcs11;

/// <summary><c>CK_GCM_PARAMS</c> of PKCS#11 v2.40.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkGcmParams
{
    internal byte* Iv;
    internal nuint IvLength;
    internal nuint IvBits;
    internal byte* AssociatedData;
    internal nuint AssociatedDataLength;
    internal nuint TagBits;
}
