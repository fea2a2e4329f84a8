using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Pkcs11.Tests;

/// <summary>Key wrap and RSA-OAEP hold what AES-GCM on the token holds.</summary>
[TestFixture(Pkcs11Mechanism.AesKeyWrap, SoftToken.WrapKeyLabel)]
[TestFixture(Pkcs11Mechanism.RsaOaep, SoftToken.RsaKeyLabel)]
public sealed class Pkcs11MechanismTests(Pkcs11Mechanism mechanism, string keyLabel)
{
    private static readonly byte[] Place = "ring data, key 1"u8.ToArray();

    [TestCase(32)]
    [TestCase(138)]
    [TestCase(1794)]
    public async Task A_wrapped_key_unwraps_and_nothing_of_it_shows(int length)
    {
        using var wrapper = await OpenAsync();
        var key = RandomNumberGenerator.GetBytes(length);
        var wrapped = await wrapper.WrapAsync(key, Place, CancellationToken.None);
        Assert.That(wrapped.AsSpan().IndexOf(key.AsSpan(0, 16)), Is.EqualTo(-1));
        Assert.That(wrapped, Has.Length.LessThanOrEqualTo(8 * 1024));
        Assert.That(await wrapper.UnwrapAsync(wrapped, Place, CancellationToken.None), Is.EqualTo(key));
        Assert.That(await wrapper.WrapAsync(key, Place, CancellationToken.None), Is.Not.EqualTo(wrapped));
    }

    [Test]
    public async Task It_does_not_unwrap_elsewhere_changed_or_cut()
    {
        using var wrapper = await OpenAsync();
        var wrapped = await wrapper.WrapAsync(RandomNumberGenerator.GetBytes(32), Place, CancellationToken.None);
        Assert.That(async () => await wrapper.UnwrapAsync(wrapped, "elsewhere"u8.ToArray(), CancellationToken.None), Throws.TypeOf<KeyUnwrapException>());
        for (var at = 0; at < wrapped.Length; at += at < 64 ? 1 : 7)
        {
            var changed = wrapped.ToArray();
            changed[at] ^= 1;
            Assert.That(async () => await wrapper.UnwrapAsync(changed, Place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>(), $"byte {at}");
            Assert.That(async () => await wrapper.UnwrapAsync(wrapped[..at], Place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>(), $"{at} bytes");
        }

        Assert.That(await wrapper.UnwrapAsync(wrapped, Place, CancellationToken.None), Has.Length.EqualTo(32), "refusals do not spoil the session");
    }

    [Test]
    public async Task What_the_other_mechanism_wrapped_is_refused()
    {
        using var wrapper = await OpenAsync();
        using var gcm = await Pkcs11KeyWrapper.OpenAsync(Options(o => (o.Mechanism, o.KeyLabel) = (Pkcs11Mechanism.AesGcm, SoftToken.KeyLabel)), TimeProvider.System, CancellationToken.None);
        var own = await wrapper.WrapAsync(new byte[32], Place, CancellationToken.None);
        var others = await gcm.WrapAsync(new byte[32], Place, CancellationToken.None);
        Assert.That(async () => await gcm.UnwrapAsync(own, Place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>());
        Assert.That(async () => await wrapper.UnwrapAsync(others, Place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>());
    }

    [Test]
    public async Task A_key_ring_on_it_survives_a_restart()
    {
        var store = new InMemoryKeyRingStore();
        byte[] envelope;
        await using (var host = await HostAsync(store))
        {
            envelope = host.GetRequiredService<IEncryptor>().Encrypt("text"u8);
        }

        await using var again = await HostAsync(store);
        Assert.That(again.GetRequiredService<IEncryptor>().Decrypt(envelope), Is.EqualTo("text"u8.ToArray()));
    }

    private async Task<ServiceProvider> HostAsync(IKeyRingStore store)
    {
        var services = new ServiceCollection();
        services.AddSingleton(store);
        services.AddSecurityKit().AddCrypto(o => o.UsePkcs11(p => Configure(p)));
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IKeyRingManager>().InitializeAsync();
        return provider;
    }

    private ValueTask<Pkcs11KeyWrapper> OpenAsync() => Pkcs11KeyWrapper.OpenAsync(Options(_ => { }), TimeProvider.System, CancellationToken.None);

    private Pkcs11Options Options(Action<Pkcs11Options> change)
    {
        var options = new Pkcs11Options();
        Configure(options);
        change(options);
        return options;
    }

    private void Configure(Pkcs11Options options)
    {
        SoftToken.Configure(options);

        // SoftHSM 2.6 has OAEP with SHA-1 only.
        (options.Mechanism, options.KeyLabel, options.OaepHash) = (mechanism, keyLabel, Pkcs11OaepHash.Sha1);
    }
}
