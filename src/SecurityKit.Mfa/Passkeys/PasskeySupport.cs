using System.Text;
using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Whether this host can do passkeys, and with what.</summary>
internal sealed class PasskeySupport(IEnumerable<IPasskeyProtocol> protocols, IOptionsMonitor<MfaOptions> options)
{
    /// <summary>WebAuthn's limit of a user handle.</summary>
    private const int MaxHandleBytes = 64;

    private readonly IPasskeyProtocol? _protocol = protocols.LastOrDefault();

    internal bool IsAvailable => _protocol is not null && options.CurrentValue.Passkeys.RelyingPartyId is not null;

    internal IPasskeyProtocol Protocol => _protocol ?? throw new InvalidOperationException("No IPasskeyProtocol is registered.");

    /// <summary>Whether a subject fits into a passkey.</summary>
    internal static bool CanName(string subject) => Encoding.UTF8.GetByteCount(subject) <= MaxHandleBytes;
}
