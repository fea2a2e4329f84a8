using System.Runtime.InteropServices;

namespace SecurityKit.Pkcs11;

/// <summary><c>CK_MECHANISM</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkMechanism
{
    internal nuint Mechanism;
    internal void* Parameter;
    internal nuint ParameterLength;
}
