using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>Under which key attempts are counted.</summary>
internal sealed class LockoutKeys(IKeyedHasher hasher)
{
    /// <summary>Attempts on an account from devices that are not known.</summary>
    internal static string OfAccount(string subject) => $"account:{subject}";

    /// <summary>Password checks by sessions of the subject itself; an attack on the sign-in does not reach them.</summary>
    internal static string OfSessions(string subject) => $"session:{subject}";

    /// <summary>Guesses at a password that an interrupted reset wrote.</summary>
    internal static string OfReset(string subject) => $"reset:{subject}";

    /// <summary>Attempts from a device that is known.</summary>
    internal static string OfDevice(string device) => $"device:{device}";

    /// <summary>
    /// Attempts with a name or an address, whether or not anybody has it. The lock that is shown is this one: that of an account would tell which names exist, and
    /// which address goes with which name.
    /// </summary>
    internal string OfLogin(string login) => $"name:{Digest(login)}";

    /// <summary>Counted in place of an account where there is none, so that both take the same steps.</summary>
    internal string OfNobody(string login) => $"nobody:{Digest(login)}";

    /// <summary>All that is counted on an account, but for what its known devices keep.</summary>
    internal IEnumerable<string> AllOf(AccountRecord account)
    {
        string[] logins = account.EmailKey is { } email ? [account.NameKey, email] : [account.NameKey];
        return [OfAccount(account.Subject), OfSessions(account.Subject), OfReset(account.Subject), .. logins.Select(OfLogin)];
    }

    private string Digest(string login) => Convert.ToHexStringLower(hasher.Index("identity.lockout", Encoding.UTF8.GetBytes(login)));
}
