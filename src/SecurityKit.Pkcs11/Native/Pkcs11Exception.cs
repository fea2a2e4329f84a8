using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecurityKit.Pkcs11;

/// <summary>A PKCS#11 call that answered something other than CKR_OK.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the package: the wrapper turns it into a KeyUnwrapException or names what the token refused.")]
internal sealed class Pkcs11Exception(string function, nuint code)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{function} answered 0x{(ulong)code:X}."))
{
    internal nuint Code => code;
}
