using System.Runtime.InteropServices;

namespace SecurityKit.Pkcs11;

/// <summary><c>CK_ATTRIBUTE</c>. A <c>CK_ULONG</c> has the size of a pointer here: Linux and macOS.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkAttribute
{
    internal nuint Type;
    internal void* Value;
    internal nuint Length;
}
