using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Pkcs11;

/// <summary>Puts a key on a PKCS#11 token behind the key rings.</summary>
public static class Pkcs11CryptoOptionsExtensions
{
    /// <summary>Wraps data keys with an AES key that never leaves its token. The token is asked at start and at rotations, never per message.</summary>
    /// <param name="options">The options of <c>AddCrypto</c>.</param>
    /// <param name="configure">Names module, token, key and PIN.</param>
    /// <returns>The same options.</returns>
    public static CryptoOptions UsePkcs11(this CryptoOptions options, Action<Pkcs11Options> configure)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.UseKeyWrapper(Opener(configure));
    }

    /// <summary>Keeps a token's key readable after the host has moved to another KEK, until all data keys are wrapped anew.</summary>
    /// <param name="options">The options of <c>AddCrypto</c>.</param>
    /// <param name="configure">Names module, token, key and PIN.</param>
    /// <returns>The same options.</returns>
    public static CryptoOptions AddFormerPkcs11(this CryptoOptions options, Action<Pkcs11Options> configure)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.AddFormerKeyWrapper(Opener(configure));
    }

    private static KeyWrapperOpener Opener(Action<Pkcs11Options> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return async (services, cancellationToken) =>
        {
            var pkcs11 = new Pkcs11Options();
            configure(pkcs11);
            return await Pkcs11KeyWrapper.OpenAsync(pkcs11, services.GetService<TimeProvider>() ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        };
    }
}
