using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>
/// Encrypts stored password hashes under a key ring, so that a stolen account table alone cannot be guessed at. Because the finished hash is
/// encrypted, and the password is not mixed with a key, the pepper changes without the password: <see cref="Renew"/> moves a stored hash to
/// the newest key, puts a pepper on a hash that has none, or takes it off, at any time and for all accounts. Thread-safe.
/// </summary>
public sealed class PasswordPepper
{
    internal const string Purpose = "passwords.pepper";
    private const string Prefix = "$sk-pepper$v=1$";
    private const int MaxCharacters = 4096;

    private readonly bool _isApplied;
    private readonly TimeProvider _clock;
    private readonly Lazy<(IEncryptor Encryptor, KeyRing? Ring)?> _pepper;

    internal PasswordPepper(IOptions<PasswordHashingOptions> options, IServiceProvider services, TimeProvider clock)
    {
        var ring = options.Value.PepperRing;
        _isApplied = ring is not null && !options.Value.RemovePepper;
        _clock = clock;

        // Late: the ring is loaded while the host starts, after this is made.
        _pepper = new(() => ring is null
            ? null
            : (services.GetRequiredService<IEncryptorProvider>().ForRing(ring).ForPurpose(Purpose), services.GetService<KeyRingRegistry>()?.Get(ring)));
    }

    /// <summary>Whether a stored hash is not in the form that a hash made now would have; see <see cref="Renew"/>.</summary>
    /// <param name="hash">The stored hash.</param>
    /// <returns>Whether <see cref="Renew"/> would change it.</returns>
    public bool NeedsRenewal(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return hash.StartsWith(Prefix, StringComparison.Ordinal) ? !_isApplied || !IsUnderActiveKey(hash) : _isApplied;
    }

    /// <summary>
    /// Brings a stored hash under the newest pepper, without the password. Run it over all accounts after a rotation of the pepper's ring and
    /// before the former key's grace ends, and after the pepper was turned on or off.
    /// </summary>
    /// <param name="hash">The stored hash, of any form.</param>
    /// <returns>The hash to store in its place; the same text where nothing is to be done.</returns>
    /// <exception cref="DecryptionFailedException">The hash is damaged, or the key of its pepper is gone.</exception>
    public string Renew(string hash)
    {
        if (!NeedsRenewal(hash))
        {
            return hash;
        }

        return TryOpen(hash, out var inner) ? Apply(inner) : throw new DecryptionFailedException();
    }

    /// <summary>Puts the pepper on, where there is one.</summary>
    internal string Apply(string hash) =>
        _isApplied && _pepper.Value is { } pepper
            ? Prefix + Base64Url.EncodeToString(pepper.Encryptor.Encrypt(Encoding.UTF8.GetBytes(hash)))
            : hash;

    /// <summary>Takes the pepper off, where there is one.</summary>
    /// <returns>False when there is one and it cannot be taken off.</returns>
    internal bool TryOpen(string stored, out string hash)
    {
        hash = stored;
        if (!stored.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return true;
        }

        if (stored.Length > MaxCharacters || _pepper.Value is not { } pepper)
        {
            return false;
        }

        try
        {
            hash = pepper.Encryptor.DecryptText(stored[Prefix.Length..]);
            return true;
        }
        catch (DecryptionFailedException)
        {
            return false;
        }
    }

    private bool IsUnderActiveKey(string hash)
    {
        if (_pepper.Value is not { Ring: { } ring })
        {
            // An encryptor that is not the kit's tells nothing about its keys.
            return true;
        }

        var text = hash.AsSpan(Prefix.Length);
        Span<byte> bytes = stackalloc byte[MaxCharacters];
        return text.Length <= MaxCharacters && Base64Url.IsValid(text, out _)
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && EnvelopeFormat.TryReadPrefix(bytes[..length], out _, out var keyId) is null
            && keyId == ring.At(_clock.GetUtcNow().UtcTicks).Active.Id;
    }
}
