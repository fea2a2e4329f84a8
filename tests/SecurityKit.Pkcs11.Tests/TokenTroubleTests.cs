using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Pkcs11.Tests;

public sealed class TokenTroubleTests
{
    /// <summary>Whoever can write into the store knows the public key, and could wrap a key of their own to it.</summary>
    [Test]
    public async Task A_key_that_was_wrapped_with_the_public_key_alone_is_refused()
    {
        var options = RsaOptions(SoftToken.RsaKeyLabel);
        using var wrapper = await Pkcs11KeyWrapper.OpenAsync(options, TimeProvider.System, CancellationToken.None);
        using var session = Pkcs11KeySession.Open(options);
        using var publicKey = session.PublicKey();
        var (planted, freshKey) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var place = "ring data"u8.ToArray();
        byte[] bound = [.. System.Text.Encoding.UTF8.GetBytes(wrapper.KekId), 0, .. place];
        var body = HybridFormat.Seal(Pkcs11Mechanism.RsaOaep, publicKey.Encrypt(freshKey, RSAEncryptionPadding.OaepSHA1), freshKey, planted, bound);
        byte[] signed = [.. body, .. session.SignPss([.. body, .. bound], publicKey.KeySize / 8)];
        using var attackers = RSA.Create(publicKey.KeySize);
        byte[] forged = [.. body, .. attackers.SignData([.. body, .. bound], HashAlgorithmName.SHA256, RSASignaturePadding.Pss)];

        Assert.That(await wrapper.UnwrapAsync(signed, place, CancellationToken.None), Is.EqualTo(planted), "all but the signature is right");
        Assert.That(async () => await wrapper.UnwrapAsync(body, place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>());
        Assert.That(async () => await wrapper.UnwrapAsync(forged, place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>());
    }

    [Test]
    public void A_key_or_token_that_cannot_do_it_stops_the_start_and_not_the_first_rotation()
    {
        AssertRefused(RsaOptions(SoftToken.RsaKeyLabel, Pkcs11OaepHash.Sha256), "cannot use the key 'rsa-kek' by RsaOaep", "set OaepHash to Sha1");
        AssertRefused(RsaOptions(SoftToken.ShortRsaKeyLabel), "is not an RSA key of 3072 bits or more");
        AssertRefused(RsaOptions("missing"), "there is no RSA private key 'missing'", "--keypairgen");
    }

    [Test]
    public async Task A_token_that_is_gone_stops_rotation_and_nothing_else()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddCrypto(o => o.UsePkcs11(SoftToken.ConfigurePassing));
        await using var host = services.BuildServiceProvider();
        var rings = host.GetRequiredService<IKeyRingManager>();
        await rings.InitializeAsync();
        var encryptor = host.GetRequiredService<IEncryptor>();
        var envelope = encryptor.Encrypt([1]);
        SoftToken.RemovePassing();

        Assert.That(async () => await rings.RotateAsync(KeyRingNames.Data, "test"), Throws.TypeOf<StoreUnavailableException>());

        Assert.That((await rings.GetStatusAsync()).Keys, Has.Count.EqualTo(1), "nothing was half done");
        Assert.That(encryptor.Decrypt(envelope), Is.EqualTo(new byte[] { 1 }));
        Assert.That(encryptor.Decrypt(encryptor.Encrypt([2])), Is.EqualTo(new byte[] { 2 }));
        Assert.DoesNotThrowAsync(async () => await rings.MaintainAsync());
    }

    private static Pkcs11Options RsaOptions(string label, Pkcs11OaepHash hash = Pkcs11OaepHash.Sha1)
    {
        var options = new Pkcs11Options();
        SoftToken.Configure(options);
        (options.Mechanism, options.KeyLabel, options.OaepHash) = (Pkcs11Mechanism.RsaOaep, label, hash);
        return options;
    }

    private static void AssertRefused(Pkcs11Options options, params string[] parts)
    {
        var refusal = Assert.ThrowsAsync<SecurityKitConfigurationException>(
            async () => (await Pkcs11KeyWrapper.OpenAsync(options, TimeProvider.System, CancellationToken.None)).Dispose())!;
        foreach (var part in parts)
        {
            Assert.That(refusal.Message, Does.Contain(part));
        }
    }
}
