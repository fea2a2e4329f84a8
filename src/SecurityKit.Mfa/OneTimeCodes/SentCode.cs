using System.Text;

namespace SecurityKit.Mfa;

/// <summary>What a sent code is kept under, and what its hash covers.</summary>
internal static class SentCode
{
    internal const int Digits = 6;
    internal const string HashPurpose = "mfa.one_time_code";

    /// <summary>A code is good for one authenticator and one purpose.</summary>
    internal static string IdOf(string authenticatorId, string scope) => $"{authenticatorId}|{scope}";

    /// <summary>The id is hashed along, so that a hash copied to another row fits nothing.</summary>
    internal static byte[] HashedDataOf(string id, string code) => Encoding.UTF8.GetBytes($"{id}|{code}");
}
