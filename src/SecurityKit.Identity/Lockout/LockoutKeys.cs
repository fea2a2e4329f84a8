using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Under which key attempts are counted.</summary>
internal sealed class LockoutKeys(IKeyedHasher hasher, KnownDevices devices)
{
    /// <summary>Attempts on an account from devices that are not known.</summary>
    internal static string OfAccount(string subject) => $"account:{subject}";

    /// <summary>Password checks by sessions of the subject itself; an attack on the sign-in does not reach them.</summary>
    internal static string OfSessions(string subject) => $"session:{subject}";

    internal string OfSignIn(AccountRecord account, string? deviceToken) =>
        devices.Recognise(account.Subject, deviceToken) is { } device ? $"device:{device}" : OfAccount(account.Subject);

    /// <summary>Attempts on a name nobody has: counted too, or the lock would tell which names exist.</summary>
    internal string OfUnknown(string login) =>
        $"name:{Convert.ToHexStringLower(hasher.Index("identity.lockout", Encoding.UTF8.GetBytes(login)))}";
}
