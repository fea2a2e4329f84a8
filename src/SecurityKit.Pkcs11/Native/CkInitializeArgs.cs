using System.Runtime.InteropServices;

namespace SecurityKit.Pkcs11;

/// <summary><c>CK_C_INITIALIZE_ARGS</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkInitializeArgs
{
    internal void* CreateMutex;
    internal void* DestroyMutex;
    internal void* LockMutex;
    internal void* UnlockMutex;
    internal nuint Flags;
    internal void* Reserved;
}
