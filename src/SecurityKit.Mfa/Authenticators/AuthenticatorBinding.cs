using System.Text;

namespace SecurityKit.Mfa;

/// <summary>The associated data that ties an authenticator's envelope to its row.</summary>
internal static class AuthenticatorBinding
{
    /// <summary>Ids are 32 hexadecimal digits, so id and subject cannot run into each other.</summary>
    internal static byte[] Of(string authenticatorId, string subject) => Encoding.UTF8.GetBytes($"{authenticatorId}|{subject}");
}
