using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>For hosts under test that need the encryption and do not care which KEK.</summary>
public static class TestCryptoExtensions
{
    /// <summary>Adds the real encryption under a random KEK, or <paramref name="masterKey"/> where several hosts share a store.</summary>
    public static ISecurityKitBuilder AddTestCrypto(
        this ISecurityKitBuilder builder, Action<CryptoOptions>? configure = null, byte[]? masterKey = null)
    {
        var key = masterKey ?? TestCrypto.NewMasterKey();
        return builder.AddCrypto(options =>
        {
            options.UseKeyWrapper((_, _) => ValueTask.FromResult(MasterKey.FromBytes(key)));
            configure?.Invoke(options);
        });
    }
}
